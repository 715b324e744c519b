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
}
