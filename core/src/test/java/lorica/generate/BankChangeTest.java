package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import lorica.adapter.PeftDirectory;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.bank.BankWriter;
import lorica.bank.EntryNotes;
import lorica.bank.NewEntry;
import lorica.storage.Parallel;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory.Existing;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Readers of a bank that somebody changes.
class BankChangeTest {
    private static final AddOptions COPY =
            new AddOptions(AddOptions.Keeping.COPY, AddOptions.OtherBase.REFUSE, 1);

    @TempDir private Path folder;

    private ToyFiles files = new ToyFiles(Path.of(""));
    private Path bank = Path.of("");

    @BeforeEach
    void aToyBank() throws IOException {
        files = ToyFiles.write(folder.resolve("toy"));
        bank = ToyBank.of(files, folder.resolve("bank")).directory();
    }

    /// Puts another adapter in the place of `add-2`, copied.
    private void replaceEntry(int seed) throws IOException {
        Path other = folder.resolve("other-" + seed);
        ToyFiles.adapter(other, ToyFiles.BASE, seed);
        try (BankWriter writer = BankWriter.open(bank)) {
            writer.remove(List.of("add-2"));
            writer.add(
                    List.of(
                            new NewEntry(
                                    "add-2",
                                    other,
                                    Optional.of(files.dataset("add-2")),
                                    EntryNotes.none())),
                    COPY,
                    Progress.SILENT);
        }
    }

    @Test
    void aReaderIsToldThatItsBankIsAnotherNow() throws IOException {
        replaceEntry(100);
        Bank before = Bank.open(bank);
        replaceEntry(101);
        assertThatThrownBy(() -> generate(before, folder.resolve("out"), Progress.SILENT))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("bank.json")
                .hasMessageContaining("changed meanwhile")
                .hasMessageContaining("run it again");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anAdapterWrittenOverWhileItIsMixedIsNoticed() throws IOException {
        assertNoticed(
                file -> {
                    try (RandomAccessFile weights = new RandomAccessFile(file.toFile(), "rw")) {
                        weights.seek(weights.length() - 4);
                        weights.write(new byte[] {1, 2, 3, 4});
                    }
                });
    }

    @Test
    void anAdapterReplacedWhileItIsMixedIsNoticed() throws IOException {
        assertNoticed(
                file -> {
                    Files.delete(file);
                    Files.writeString(file, "another");
                });
    }

    @Test
    void anAdapterCutShortWhileItIsMixedIsNoticed() throws IOException {
        assertNoticed(
                file -> {
                    try (RandomAccessFile weights = new RandomAccessFile(file.toFile(), "rw")) {
                        weights.setLength(0);
                    }
                });
    }

    /// Changes a file.
    private interface Change {
        void of(Path file) throws IOException;
    }

    private void assertNoticed(Change change) throws IOException {
        Path weights = files.adapters().resolve("add-1").resolve(PeftDirectory.WEIGHTS);
        Progress once =
                (what, done, total) -> {
                    if (what.equals("mixing")) {
                        try {
                            change.of(weights);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                };
        assertThatThrownBy(() -> generate(Bank.open(bank), folder.resolve("out"), once))
                .isInstanceOf(BankException.class)
                .hasMessageContaining(weights.toString())
                .hasMessageContaining("add-1");
        assertThat(folder.toFile().list()).doesNotContain("out").noneMatch(n -> n.startsWith("."));
    }

    @Test
    void manyReadersAndOneWriterGetAWholeResultOrAClearRefusal() throws IOException {
        replaceEntry(0);
        AtomicBoolean reading = new AtomicBoolean(true);
        int readers = 4;
        List<Integer> whole =
                Parallel.map(
                        IntStream.range(0, readers + 1).boxed().toList(),
                        readers + 1,
                        who -> {
                            if (who == readers) {
                                for (int seed = 1; reading.get(); seed++) {
                                    replaceEntry(seed);
                                }
                                return 0;
                            }
                            int made = 0;
                            for (int round = 0; round < 8; round++) {
                                made += madeOrRefused(folder.resolve(who + "-" + round)) ? 1 : 0;
                            }
                            reading.compareAndSet(true, who != 0);
                            return made;
                        });
        assertThat(whole).hasSize(readers + 1);
    }

    private boolean madeOrRefused(Path out) throws IOException {
        try {
            generate(Bank.open(bank), out, Progress.SILENT);
            assertThat(out.resolve(PeftDirectory.WEIGHTS)).exists();
            return true;
        } catch (BankException e) {
            assertThat(e).hasMessageContaining("changed meanwhile");
            assertThat(out).doesNotExist();
            return false;
        }
    }

    private Generation generate(Bank opened, Path out, Progress progress) throws IOException {
        return Generator.generate(
                files.newDataset(),
                opened,
                out,
                GenerateOptions.defaults(),
                new RunOptions(1, Existing.REFUSE, progress));
    }
}
