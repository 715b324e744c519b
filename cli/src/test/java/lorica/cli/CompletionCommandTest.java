package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
    @Test
    void bashCompletesCommandsAndOptions(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs /bin/bash");
        Path script = folder.resolve("completion.sh");
        Files.writeString(script, Run.ok("completion", "bash").out());
        assertThat(complete(script, "lorica", "gen")).contains("generate");
        assertThat(complete(script, "lorica", "generate", "--ba")).contains("--bank");
        assertThat(complete(script, "lorica", "volterra", "fore")).contains("forecast");
    }

    /// What bash would offer for the last word.
    private static String complete(Path script, String... words)
            throws IOException, InterruptedException {
        String driver =
                "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_lorica; echo \"${COMPREPLY[@]}\""
                        .formatted(script, String.join(" ", words), words.length - 1);
        Process bash =
                new ProcessBuilder("/bin/bash", "-c", driver).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void anUnknownShellIsAUsageErrorThatListsTheKnownOnes() {
        Run run = Run.of("completion", "fish");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("fish", "bash", "zsh");
    }
}
