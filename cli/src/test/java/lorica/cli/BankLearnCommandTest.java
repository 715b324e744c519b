package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankLearnCommandTest {
    @Test
    void aLearnedRuleStaysWithTheBankAndWeighs(@TempDir Path folder) throws IOException {
        ToyFiles files = ToyFiles.write(folder.resolve("toy"));
        Path bank = Run.toyBank(files);
        Path out = folder.resolve("adapter");
        Run none =
                Run.of(
                        "generate",
                        files.newDataset(),
                        "--bank",
                        bank,
                        "-o",
                        out,
                        "--rule",
                        "neural");
        assertThat(none.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(none.err()).contains("`lorica bank learn " + bank).contains("found none");
        Run learned = Run.ok("bank", "learn", bank, "--width", "16", "--epochs", "3");
        assertThat(learned.out()).startsWith("6 entries, js on input=0.5,output=0.5: loss ");
        Run made =
                Run.ok(
                        "generate",
                        files.newDataset(),
                        "--bank",
                        bank,
                        "-o",
                        out,
                        "--rule",
                        "neural");
        assertThat(made.out()).contains("add-");
        assertThat(Run.ok("explain", out).out()).contains("neural");
    }

    @Test
    void anAttentionRuleStaysWithTheBankAndWeighs(@TempDir Path folder) throws IOException {
        ToyFiles files = ToyFiles.write(folder.resolve("toy"));
        Path bank = Run.toyBank(files);
        Path out = folder.resolve("adapter");
        Object[] generate = {
            "generate", files.newDataset(), "--bank", bank, "-o", out, "--rule", "attention"
        };
        Run none = Run.of(generate);
        assertThat(none.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(none.err())
                .contains("`lorica bank learn " + bank + " --rule attention`")
                .contains("found none");
        Run learned = Run.ok("bank", "learn", bank, "--rule", "attention", "--epochs", "3");
        assertThat(learned.out()).startsWith("6 entries, 11 distances: loss ");
        assertThat(Run.ok(generate).out()).contains("add-");
        assertThat(Run.ok("explain", out).out()).contains("attention");
    }

    @Test
    void whatARuleIsNotChosenByIsAUsageError(@TempDir Path folder) throws IOException {
        Path bank = Run.toyBank(ToyFiles.write(folder.resolve("toy")));
        Run one = Run.of("bank", "learn", bank, "--rule", "attention", "--distance", "kl");
        assertThat(one.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(one.err()).contains("--distance: expected none with --rule attention");
        Run other = Run.of("bank", "learn", bank, "--rule", "normalized");
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).contains("expected one of neural, attention, found 'normalized'");
    }
}
