package lorica.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final String UUID = "123e4567-e89b-12d3-a456-426614174000";

    @TempDir private Path folder;

    @Test
    void onlyWhatNobodyTouchesIsSwept() throws IOException {
        Path killed = Files.createDirectory(folder.resolve(".out." + UUID + ".tmp"));
        Path inIt = Files.writeString(killed.resolve("half"), "written");
        Path file = Files.writeString(folder.resolve(".bank.json." + UUID + ".tmp"), "half");
        for (Path path : List.of(inIt, killed, file)) {
            age(path);
        }
        Path atWork =
                Files.createDirectory(folder.resolve(".out." + UUID.replace('1', '2') + ".tmp"));
        Files.writeString(atWork.resolve("growing"), "…");
        age(atWork);
        Path foreign = Files.writeString(folder.resolve(".mine.tmp"), "the user's");
        age(foreign);
        Leftovers.sweep(folder, Duration.ofHours(1));
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        atWork.getFileName().toString(), foreign.getFileName().toString());
    }

    @Test
    void aDirectoryTakenAwayByAKilledReplacementComesBack() throws IOException {
        Path old = Files.createDirectory(folder.resolve(".out." + UUID + ".tmp.old"));
        Files.writeString(old.resolve("a"), "old");
        Path fresh = Files.createDirectory(folder.resolve(".out." + UUID + ".tmp"));
        Files.writeString(fresh.resolve("a"), "new");
        Path target = folder.resolve("out");
        try (WholeDirectory whole = WholeDirectory.stage(target, WholeDirectory.Existing.REPLACE)) {
            assertThat(target.resolve("a")).hasContent("old");
            Files.writeString(whole.staging().resolve("a"), "newer");
            whole.commit();
        }
        assertThat(target.resolve("a")).hasContent("newer");
        assertThat(old).doesNotExist();
    }

    @Test
    void aDirectoryThatWasReplacedIsSweptAndNotGivenBack() throws IOException {
        Path old = Files.createDirectory(folder.resolve(".out." + UUID + ".tmp.old"));
        age(Files.writeString(old.resolve("a"), "old"));
        age(old);
        Path target = Files.createDirectory(folder.resolve("out"));
        Files.writeString(target.resolve("a"), "new");
        WholeDirectory.stage(target, WholeDirectory.Existing.REPLACE).close();
        assertThat(target.resolve("a")).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("out");
    }

    @Test
    void leftoversOfOtherTargetsStay() throws IOException {
        Path other = Files.createDirectory(folder.resolve(".other." + UUID + ".tmp"));
        age(other);
        WholeDirectory.stage(folder.resolve("out"), WholeDirectory.Existing.REFUSE).close();
        assertThat(other).exists();
    }

    private static void age(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }
}
