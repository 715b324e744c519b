package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir private Path folder;

    @Test
    void theNearestTasksAreOfTheSameFamilyAndTheStandInIsSaidToBeOne() {
        Path out = folder.resolve("demo");
        Run run = Run.ok("demo", "-o", out);
        assertThat(run.out()).contains("random numbers", "says nothing about quality");
        assertThat(run.out().lines().filter(line -> line.matches("  0\\.\\d+ .*")).toList())
                .hasSize(12)
                .first()
                .asString()
                .contains("calendar-next-month");
        assertThat(out.resolve("adapter/adapter_model.safetensors")).isNotEmptyFile();
        assertThat(out.resolve("material")).doesNotExist();
    }

    @Test
    void theDemoRunsAgainInItsOwnPlaceAndNowhereElse() throws IOException {
        Path out = folder.resolve("demo");
        Run.ok("demo", "-o", out);
        Run.ok("demo", "-o", out, "--json");
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Files.writeString(precious.resolve("thesis.tex"), "years");
        Run refused = Run.of("demo", "-o", precious);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(refused.err()).contains("precious", "-o");
        assertThat(precious.resolve("thesis.tex")).hasContent("years");
    }
}
