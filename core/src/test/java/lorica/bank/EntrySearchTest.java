package lorica.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntrySearchTest {
    @TempDir private Path folder;
    private ToyFiles files;

    @BeforeEach
    void writeFiles() throws IOException {
        files = ToyFiles.write(folder);
    }

    @Test
    void aTreeIsMatchedByFolderName() throws IOException {
        Files.createDirectories(files.adapters().resolve("notes"));
        Files.createDirectories(files.datasets().resolve("orphan"));
        Files.move(files.dataset("add-1"), files.datasets().resolve("add-1.jsonl"));
        Files.move(files.dataset("add-2"), files.datasets().resolve("add-2").resolve("rows.jsonl"));
        Files.delete(files.dataset("upper-2"));
        EntrySearch.Found found = ToyBank.search(files.adapters(), files.datasets()).find();
        assertThat(found.entries()).extracting(NewEntry::id).isEqualTo(ToyFiles.IDS);
        assertThat(dataset(found, 0)).hasValue(files.datasets().resolve("add-1.jsonl"));
        assertThat(dataset(found, 1)).hasValue(files.datasets().resolve("add-2/rows.jsonl"));
        assertThat(dataset(found, 2)).hasValue(files.dataset("colour-1"));
        assertThat(dataset(found, 5)).isEmpty();
        assertThat(found.skipped()).containsExactly(files.adapters().resolve("notes"));
        assertThat(found.unmatched()).containsExactly("orphan");
    }

    @Test
    void oneAdapterTakesAFileOrAFolder() throws IOException {
        Path adapter = files.adapters().resolve("add-1");
        for (Path datasets : List.of(files.dataset("add-1"), files.datasets().resolve("add-1"))) {
            EntrySearch.Found found =
                    new EntrySearch(
                                    adapter,
                                    Optional.of(datasets),
                                    Optional.of("sums"),
                                    NotesFile.none())
                            .find();
            assertThat(found.entries()).hasSize(1);
            assertThat(found.entries().getFirst().id()).isEqualTo("sums");
            assertThat(dataset(found, 0)).hasValue(files.dataset("add-1"));
        }
        assertThatThrownBy(
                        () ->
                                new EntrySearch(
                                                adapter,
                                                Optional.of(files.datasets()),
                                                Optional.of("sums"),
                                                NotesFile.none())
                                        .find())
                .isInstanceOf(BankException.class)
                .hasMessageContaining("sums/train.jsonl");
    }

    @Test
    void severalDatasetsInOneFolderAreRefused() throws IOException {
        Path inFolder = files.datasets().resolve("add-1");
        Files.move(files.dataset("add-1"), inFolder.resolve("a.jsonl"));
        Files.copy(inFolder.resolve("a.jsonl"), inFolder.resolve("b.jsonl"));
        assertThatThrownBy(() -> ToyBank.search(files.adapters(), files.datasets()).find())
                .isInstanceOf(BankException.class)
                .hasMessageContaining("train.jsonl")
                .hasMessageContaining("2 of them");
    }

    @Test
    void aFolderWithoutAdaptersIsRefused() {
        assertThatThrownBy(() -> ToyBank.search(files.datasets(), files.datasets()).find())
                .isInstanceOf(BankException.class)
                .hasMessageContaining("adapter_config.json");
    }

    @Test
    void notesAreTakenById() throws IOException {
        Path notes = folder.resolve("entries.json");
        Files.writeString(
                notes,
                """
                {"add-1": {"licence": "MIT", "family": "sums", "own_em": 0.5},
                 "add-2": {"license": "Apache-2.0"}}
                """);
        EntryNotes others =
                new EntryNotes(Optional.of("CC0-1.0"), Optional.empty(), Optional.of("by hand"));
        NotesFile read = NotesFile.read(notes, others);
        assertThat(read.of("add-1"))
                .isEqualTo(
                        new EntryNotes(
                                Optional.of("MIT"), Optional.of("sums"), Optional.of("by hand")));
        assertThat(read.of("add-2").licence()).hasValue("Apache-2.0");
        assertThat(read.of("upper-1").licence()).hasValue("CC0-1.0");
        Files.writeString(notes, "{\"add-1\": \"MIT\"}");
        assertThatThrownBy(() -> NotesFile.read(notes, others))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("add-1");
    }

    private static Optional<Path> dataset(EntrySearch.Found found, int entry) {
        return found.entries().get(entry).dataset();
    }
}
