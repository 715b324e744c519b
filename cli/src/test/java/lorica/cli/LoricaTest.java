package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoricaTest {
    @Test
    void theHelpListsEveryCommand() {
        Run run = Run.ok("--help");
        assertThat(run.out()).contains("Usage: lorica", "generate", "bank", "completion");
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(Run.ok("--version").out()).matches("lorica \\S+\\R");
    }

    @Test
    void aMistypedCommandIsAUsageErrorWithASuggestion() {
        Run run = Run.of("genrate");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("genrate", "Did you mean", "generate", "try: lorica --help");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void noCommandAtAllIsAUsageError() {
        Run run = Run.of();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("lorica: ").contains("command", "try: lorica --help");
    }

    @Test
    void aMissingOptionIsNamedWithTheCommandsHelp() {
        Run run = Run.of("generate", "data.jsonl");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--bank", "try: lorica generate --help");
    }

    @Test
    void aMissingBankIsOneLineWithTheWayOutAndNoStackTrace(@TempDir Path folder) {
        Run run =
                Run.of(
                        "generate",
                        folder.resolve("data.jsonl"),
                        "--bank",
                        folder.resolve("nowhere"),
                        "-o",
                        folder.resolve("out"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("lorica: ").contains("nowhere", "lorica bank create");
    }

    @Test
    void debugAddsTheStackTrace(@TempDir Path folder) {
        Run run =
                Run.of(
                        "generate",
                        folder.resolve("data.jsonl"),
                        "--bank",
                        folder.resolve("nowhere"),
                        "-o",
                        folder.resolve("out"),
                        "--debug");
        assertThat(run.err()).contains("\tat lorica.");
    }
}
