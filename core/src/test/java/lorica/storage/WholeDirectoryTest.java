package lorica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeDirectoryTest {
    @TempDir private Path folder;

    @Test
    void nothingIsSeenBeforeTheCommit() throws IOException {
        Path target = folder.resolve("out");
        try (WholeDirectory whole = WholeDirectory.stage(target, WholeDirectory.Existing.REFUSE)) {
            Files.writeString(whole.staging().resolve("a"), "new");
            assertThat(target).doesNotExist();
            whole.commit();
        }
        assertThat(target.resolve("a")).hasContent("new");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void withoutACommitNothingRemains() throws IOException {
        try (WholeDirectory whole =
                WholeDirectory.stage(folder.resolve("out"), WholeDirectory.Existing.REFUSE)) {
            Files.createDirectories(whole.staging().resolve("deep/er"));
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsThereIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path target = Files.createDirectory(folder.resolve("out"));
        Files.writeString(target.resolve("precious"), "old");
        assertThatThrownBy(() -> WholeDirectory.stage(target, WholeDirectory.Existing.REFUSE))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(names()).containsExactly("out");
        assertThat(target.resolve("precious")).hasContent("old");
    }

    @Test
    void aReplacedDirectoryHasOnlyTheNewContent() throws IOException {
        Path target = Files.createDirectory(folder.resolve("out"));
        Files.writeString(target.resolve("old"), "old");
        try (WholeDirectory whole = WholeDirectory.stage(target, WholeDirectory.Existing.REPLACE)) {
            Files.writeString(whole.staging().resolve("new"), "new");
            assertThat(target.resolve("old")).exists();
            whole.commit();
        }
        assertThat(target.resolve("old")).doesNotExist();
        assertThat(target.resolve("new")).hasContent("new");
        assertThat(names()).containsExactly("out");
    }

    private List<String> names() throws IOException {
        try (var content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
