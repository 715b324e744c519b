package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorica.testing.TinyModel;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BankGramCommandTest {
    @TempDir private Path folder;
    private ToyFiles files = new ToyFiles(Path.of(""));
    private Path bank = Path.of("");

    @BeforeEach
    void aToyBank() throws IOException {
        files = ToyFiles.write(folder.resolve("toy"));
        bank = Run.toyBank(files);
    }

    @Test
    void theSecondRunComputesNothing() {
        assertThat(Run.ok("bank", "gram", bank).out())
                .startsWith("6 adapters, 2 modules: computed 21 pairs in ")
                .contains("cosine of two adapters:");
        assertThat(Run.ok("bank", "gram", bank).out())
                .startsWith("6 adapters, 2 modules: computed 0 pairs in 0.0 s, 21 were kept");
    }

    @Test
    void itSaysHowFarDistancesAgreeWithTheAdapters() {
        JsonNode document =
                JsonMapper.shared()
                        .readTree(
                                Run.ok(
                                                "bank",
                                                "gram",
                                                bank,
                                                "--against",
                                                "js,wd",
                                                "--on",
                                                "output",
                                                "--json")
                                        .out());
        assertThat(document.path("schema").asString()).isEqualTo("lorica.bank.gram/1");
        assertThat(document.path("against").path(0).path("distance").asString())
                .isEqualTo("js-output");
        assertThat(document.path("against").path(1).path("pearson").path("estimate").asDouble())
                .isBetween(-1.0, 1.0);
        assertThat(document.path("norms").size()).isEqualTo(6);
    }

    @Test
    void theMatrixIsWrittenOnceAndOfWhatWasAsked() throws IOException {
        Path file = folder.resolve("gram.npy");
        Run.ok("bank", "gram", bank, "--factors", "-o", file);
        assertThat(Files.size(file)).isEqualTo(128 + 36 * 8);
        Run again = Run.of("bank", "gram", bank, "-o", file);
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(again.err()).contains("--force");
    }

    @Test
    void whatUpdatesDoIsMeasuredOnceAndKept() throws IOException {
        Path base = files.baseModel();
        TinyModel.writeWeights(base, TinyModel.toyWorld());
        Run none = Run.of("bank", "gram", bank, "--functional");
        assertThat(none.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(none.err()).contains("it was never measured; give --base DIR once");
        Run measuring = Run.ok("bank", "gram", bank, "--base", base, "--examples", 5, "--json");
        assertThat(measuring.err()).isEmpty();
        JsonNode first = JsonMapper.shared().readTree(measuring.out());
        assertThat(first.path("space").asString()).isEqualTo("functional");
        assertThat(first.path("examples").intValue()).isEqualTo(5);
        assertThat(first.path("pairsComputed").intValue()).isEqualTo(21);
        assertThat(Run.ok("bank", "gram", bank, "--functional").out())
                .startsWith("what the base model sees: ")
                .contains("of at most 5 examples a dataset")
                .contains("computed 0 pairs in 0.0 s, 21 were kept")
                .contains("√E‖ΔW·x‖² of an adapter:");
        Run wrong = Run.of("bank", "gram", bank, "--factors", "--functional");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        Run alone = Run.of("bank", "gram", bank, "--examples", 5);
        assertThat(alone.err()).contains("--examples: expected --base DIR");
    }

    @Test
    void generateComparesThePartThatIsAsked() throws IOException {
        Path both = folder.resolve("both");
        Path output = folder.resolve("output");
        Run.ok("generate", files.newDataset(), "--bank", bank, "-o", both, "--on", "both");
        Run.ok("generate", files.newDataset(), "--bank", bank, "-o", output, "--on", "output");
        assertThat(Files.readString(both.resolve("lorica.json"))).contains("\"on\" : \"both\"");
        assertThat(Files.readString(output.resolve("lorica.json")))
                .contains("\"on\" : \"output\"")
                .contains("--distance js --on output");
        assertThat(Files.readAllBytes(output.resolve("adapter_model.safetensors")))
                .isNotEqualTo(Files.readAllBytes(both.resolve("adapter_model.safetensors")));
        Run wrong =
                Run.of(
                        "generate",
                        files.newDataset(),
                        "--bank",
                        bank,
                        "-o",
                        folder.resolve("x"),
                        "--on",
                        "answers");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--on").contains("both, input, output");
    }
}
