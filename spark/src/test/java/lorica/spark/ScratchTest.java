package lorica.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir private Path machine;

    @Test
    void nothingIsLeftOfAClosedOne() throws IOException {
        try (Scratch scratch = Scratch.in(machine)) {
            Files.writeString(scratch.folder().resolve("fetched"), "part of a bank");
            assertEquals(1, children().size());
        }
        assertEquals(List.of(), children());
    }

    @Test
    void whatAKilledProcessLeftGoesADayLater() throws IOException {
        Path recent = Scratch.in(machine).folder();
        Path old = Scratch.in(machine).folder();
        FileTime before = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(old, before);
        Files.setLastModifiedTime(old.resolveSibling("."), before);
        try (Scratch scratch = Scratch.in(machine)) {
            assertTrue(Files.exists(scratch.folder()));
            assertTrue(Files.exists(recent));
            assertFalse(Files.exists(old));
        }
    }

    private List<Path> children() throws IOException {
        try (var all = Files.list(machine)) {
            return all.toList();
        }
    }
}
