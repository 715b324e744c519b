package lorica.bank;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writer in another process, killed at any moment.
class BankKillTest {
    @TempDir private Path folder;

    @Test
    void aKilledWriterLeavesAWholeBankAndNoLock() throws IOException, InterruptedException {
        ToyFiles files = ToyFiles.write(folder);
        Bank bank = ToyBank.full(files);
        Files.createDirectories(bank.directory().resolve("adapters"));
        Files.createDirectories(bank.directory().resolve("datasets"));
        Random random = new Random(1);
        for (int round = 0; round < 4; round++) {
            Process writer = start(bank, files);
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
                assertThat(out.readLine()).isEqualTo("writing");
                assertThatThrownBy(() -> BankWriter.open(bank.directory()))
                        .isInstanceOf(BankException.class)
                        .hasMessageContaining("process " + writer.pid());
                Thread.sleep(random.nextInt(300));
            } finally {
                writer.destroyForcibly().waitFor();
            }
            Bank left = Bank.open(bank.directory());
            assertThat(left.entries()).hasSizeBetween(5, 6);
            try (BankWriter next = BankWriter.open(bank.directory())) {
                assertThat(next.bank()).isEqualTo(left);
                for (String kept : List.of("", "adapters", "datasets")) {
                    assertThat(bank.directory().resolve(kept).toFile().list())
                            .noneMatch(name -> name.startsWith("."));
                }
                if (left.entries().size() == 5) {
                    next.add(
                            List.of(
                                    new NewEntry(
                                            "add-1",
                                            files.adapters().resolve("add-1"),
                                            java.util.Optional.of(files.dataset("add-1")),
                                            EntryNotes.none())),
                            new AddOptions(AddOptions.Keeping.COPY, AddOptions.OtherBase.REFUSE, 1),
                            lorica.storage.Progress.SILENT);
                }
                BankEntry entry = next.bank().entry("add-1");
                assertThat(next.bank().checkedAdapter(entry)).isDirectory();
                assertThat(next.bank().checkedDataset(entry)).isRegularFile();
            }
        }
    }

    private static Process start(Bank bank, ToyFiles files) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestlessWriter.class.getName(),
                        bank.directory().toString(),
                        files.adapters().resolve("add-1").toString(),
                        files.dataset("add-1").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
