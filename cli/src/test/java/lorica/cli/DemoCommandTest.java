package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir private Path folder;

    @Test
    void theModelsStandSideBySideAndTheNearestTasksAreOfTheSameFamily() {
        Path out = folder.resolve("demo");
        Run run =
                Run.ok(
                        "demo",
                        "-o",
                        out,
                        "--task",
                        "option_vehicle",
                        "--refine",
                        "3",
                        "--steps",
                        "2");
        List<String> lines = run.out().lines().toList();
        assertThat(lines).anyMatch(line -> line.matches(" +base +generated +refined +fine-tuned"));
        assertThat(lines).anyMatch(line -> line.matches(" +ROUGE-L( +0\\.\\d{3}){4}"));
        assertThat(lines.stream().filter(line -> line.matches("  0\\.\\d{4} .*")).toList())
                .first()
                .asString()
                .contains("option_");
        assertThat(out.resolve("adapter/adapter_model.safetensors")).isNotEmptyFile();
        assertThat(out.resolve("refined/lorica.json")).content().contains("--refine 3");
        assertThat(out.resolve("refined/training.json")).content().contains("\"steps\" : 3");
        assertThat(out.resolve("fine-tuned/adapter_model.safetensors")).isNotEmptyFile();
    }

    @Test
    void theDemoRunsAgainInItsOwnPlaceAndNowhereElse() throws IOException {
        Path out = folder.resolve("demo");
        Run.ok("demo", "-o", out, "--steps", "0", "--refine", "0");
        Run again = Run.ok("demo", "-o", out, "--steps", "0", "--refine", "0", "--json");
        assertThat(again.out())
                .contains("\"name\" : \"generated\"")
                .doesNotContain("fine-tuned", "refined\"");
        Files.writeString(out.resolve("mine.jsonl"), "a dataset of the user's");
        Run kept = Run.of("demo", "-o", out, "--steps", "0");
        assertThat(kept.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(kept.err()).contains("mine.jsonl", "-o");
        assertThat(out.resolve("mine.jsonl")).exists();
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Files.writeString(precious.resolve("thesis.tex"), "years");
        Run refused = Run.of("demo", "-o", precious);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(refused.err()).contains("precious", "-o");
        assertThat(precious.resolve("thesis.tex")).hasContent("years");
    }

    @Test
    void aTaskThatIsNotOutsideTheBankIsRefusedWithThoseThatAre() {
        Run refused = Run.of("demo", "-o", folder.resolve("demo"), "--task", "pick_tree");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("pick_tree", "pick_building");
    }

    @Test
    void theStagesOfTheBuildingAreRunOnceEach() {
        Path out = folder.resolve("build");
        Run.ok("demo", "build", "-o", out, "--until", "tasks");
        Run again = Run.ok("demo", "build", "-o", out, "--until", "tasks");
        assertThat(again.out()).contains("tasks").contains("(stood)");
        assertThat(out.resolve("tasks/outside/pick_building/test.jsonl")).isNotEmptyFile();
        assertThat(out.resolve("tokenizer")).doesNotExist();
    }
}
