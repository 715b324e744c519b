package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C in the middle of a generation, in a process of its own.
class InterruptTest {
    @Test
    void ctrlCLeavesNothingHalfWrittenAndExitsWith130(@TempDir Path folder) throws Exception {
        Path kill = Path.of("/bin/kill");
        Assumptions.assumeTrue(Files.isExecutable(kill), "needs /bin/kill");
        ToyFiles files = ToyFiles.write(folder.resolve("toy"));
        Path bank = ToyBank.of(files, folder.resolve("bank")).directory();
        Path dataset = folder.resolve("long.jsonl");
        List<String> rows = ToyFiles.rows("add-1", 1);
        try (var writer = Files.newBufferedWriter(dataset)) {
            for (int i = 0; i < 100_000; i++) {
                writer.write(rows.get(i % rows.size()) + "\n");
            }
        }
        Path out = Files.createDirectory(folder.resolve("outputs")).resolve("adapter");
        List<String> command = new ArrayList<>(deliveringInterrupts());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "lorica.cli.Lorica",
                        "generate"));
        command.addAll(
                List.of(dataset.toString(), "--bank", bank.toString(), "-o", out.toString()));
        Process lorica = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            awaitStaging(lorica, out.resolveSibling(""));
            new ProcessBuilder(kill.toString(), "-INT", Long.toString(lorica.pid()))
                    .start()
                    .waitFor();
            assertThat(lorica.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lorica.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        } finally {
            lorica.destroyForcibly();
        }
        try (var left = Files.list(out.resolveSibling(""))) {
            assertThat(left).isEmpty();
        }
    }

    /// A build started in the background ignores SIGINT, and so would every process below it.
    private static List<String> deliveringInterrupts() throws IOException, InterruptedException {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        Process env = new ProcessBuilder(trial).redirectErrorStream(true).start();
        return env.waitFor() == 0 ? prefix : List.of();
    }

    private static void awaitStaging(Process lorica, Path folder)
            throws IOException, InterruptedException {
        while (true) {
            try (var content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    return;
                }
            }
            if (!lorica.isAlive()) {
                throw new AssertionError(
                        "ended early: "
                                + new String(
                                        lorica.getInputStream().readAllBytes(),
                                        java.nio.charset.StandardCharsets.UTF_8));
            }
            Thread.sleep(20);
        }
    }
}
