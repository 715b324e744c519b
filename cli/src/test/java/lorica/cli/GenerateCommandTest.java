package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GenerateCommandTest {
    @TempDir private Path folder;

    private ToyFiles files = new ToyFiles(Path.of(""));
    private Path bank = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void aToyBank() throws IOException {
        files = ToyFiles.write(folder.resolve("toy"));
        bank = ToyBank.of(files, folder.resolve("bank")).directory();
        out = folder.resolve("out");
    }

    @Test
    void theResultIsSaidOnStdoutAndOnStderrWhatTheDatasetIs() {
        Run run = Run.ok("generate", files.newDataset(), "--bank", bank, "-o", out);
        assertThat(run.out())
                .contains("adapter: " + out, "delta of 6 adapters", "rank 4", "norm ")
                .contains("compared as is: the bank has no prompt template")
                .contains("add-1", "weight", "distance");
        assertThat(run.err())
                .isEqualToNormalizingNewlines(
                        "dataset: %s: JSONL, shape input/output: input=input, output=output\n"
                                .formatted(files.newDataset()));
    }

    @Test
    void jsonIsOneDocumentWithAStableSchema() {
        Run run = Run.ok("generate", files.newDataset(), "--bank", bank, "-o", out, "--json");
        JsonNode root = JsonMapper.shared().readTree(run.out());
        assertThat(root.path("schema").stringValue()).isEqualTo("lorica.generate/1");
        assertThat(root.path("dryRun").booleanValue()).isFalse();
        assertThat(root.path("sources").size()).isEqualTo(6);
        assertThat(root.path("read").path("datasetsRead").intValue()).isEqualTo(6);
        assertThat(root.path("result").path("rank").intValue()).isEqualTo(4);
        assertThat(root.path("result").path("licence").stringValue()).isEqualTo("mit");
        assertThat(root.path("warnings").isArray()).isTrue();
    }

    @Test
    void aDryRunWritesNoAdapter() {
        Run run = Run.ok("generate", files.newDataset(), "--bank", bank, "-o", out, "--dry-run");
        assertThat(run.out()).contains("dry run", "add-1");
        assertThat(out).doesNotExist();
    }

    @Test
    void whatStandsThereIsReplacedOnlyWithForce() {
        Run.ok("generate", files.newDataset(), "--bank", bank, "-o", out);
        Run refused = Run.of("generate", files.newDataset(), "--bank", bank, "-o", out);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(refused.err()).contains(out.toString(), "--force");
        Run.ok("generate", files.newDataset(), "--bank", bank, "-o", out, "--force");
    }

    @ParameterizedTest
    @CsvSource({
        "--distance, cosine, js",
        "--rule, best, normalized",
        "--temperature, 0, > 0",
        "--temperature, warm, warm",
        "--mixture, soup, delta",
        "--rank, 0, at least 1",
        "--top-k, 0, at least 1",
        "--min-mass, 2, '(0, 1]'",
        "--dtype, f64, bf16",
        "--threads, 0, at least 1",
        "--scale, -1, a number of at least 0",
        "--when-far, never, 'warn, shrink or zero'"
    })
    void aValueOutOfRangeIsAUsageErrorThatNamesWhatIsExpected(
            String option, String value, String expected) {
        Run run = Run.of("generate", "data.jsonl", "--bank", bank, "-o", out, option, value);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(expected, "try: lorica generate --help");
    }

    @Test
    void aDatasetLikeNoneOfTheBankIsSaidAndComesOutZeroWhereAsked() throws IOException {
        Path strange = folder.resolve("strange.jsonl");
        Files.writeString(strange, "{\"input\": \"Какого цвета\", \"output\": \"синего\"}\n");
        Run run = Run.ok("generate", strange, "--bank", bank, "-o", out, "--when-far", "zero");
        assertThat(run.out() + run.err())
                .contains("No entry is near", "--when-far zero", "The update is zero");
    }

    @Test
    void aScaleIsNotForFactors() {
        Run run =
                Run.of(
                        "generate",
                        "d.jsonl",
                        "--bank",
                        bank,
                        "-o",
                        out,
                        "--mixture",
                        "factors",
                        "--scale",
                        "0.5");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--scale", "factors");
    }

    @Test
    void rankBelongsToDeltaAlone() {
        Run run =
                Run.of(
                        "generate",
                        "d.jsonl",
                        "--bank",
                        bank,
                        "-o",
                        out,
                        "--mixture",
                        "concat",
                        "--rank",
                        4);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--rank", "concat");
    }

    @Test
    void aTemplateFileIsPutAroundTheRowsAndExplainShowsBothTexts() throws IOException {
        Path template = Files.writeString(folder.resolve("t.txt"), "Sum {input}\nIs:\n");
        Run run =
                Run.ok(
                        "generate",
                        files.newDataset(),
                        "--bank",
                        bank,
                        "-o",
                        out,
                        "--template",
                        template);
        assertThat(run.out()).contains("compared wrapped");
        Run explained = Run.ok("explain", out);
        assertThat(explained.out())
                .containsPattern("raw: +\"\\d+ plus \\d+\"")
                .containsPattern("compared: +\"Sum \\d+ plus \\d+\\\\nIs:\"");
    }

    @Test
    void aBankWithATemplateWrapsRowsThatLackItByItself() throws IOException {
        Path other =
                ToyBank.of(
                                files,
                                folder.resolve("other"),
                                java.util.Optional.of("Input: {input}\nOutput:"))
                        .directory();
        Run run = Run.ok("generate", files.newDataset(), "--bank", other, "-o", out);
        assertThat(run.out()).contains("compared wrapped: 12 of 12 rows lack");
        Run strip =
                Run.ok(
                        "generate",
                        files.newDataset(),
                        "--bank",
                        other,
                        "-o",
                        folder.resolve("strip"),
                        "--template",
                        "strip",
                        "--json");
        assertThat(strip.out()).contains("\"stripped\"");
    }

    @Test
    void adaptersThatDoNotFitHaveTheirOwnExitCode() throws IOException {
        Path adapter = files.adapters().resolve("add-1");
        Files.writeString(
                adapter.resolve("adapter_config.json"),
                Files.readString(adapter.resolve("adapter_config.json"))
                        .replace("\"lora_alpha\" : 8", "\"lora_alpha\" : 16"));
        Path uneven = ToyBank.of(files, folder.resolve("uneven")).directory();
        Run run =
                Run.of(
                        "generate",
                        files.newDataset(),
                        "--bank",
                        uneven,
                        "-o",
                        out,
                        "--mixture",
                        "factors");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPATIBLE);
        assertThat(run.err()).contains("add-1", "add-2");
        assertThat(out).doesNotExist();
    }

    @Test
    void explainAsJsonHoldsTheWholeProvenance() {
        Run.ok("generate", files.newDataset(), "--bank", bank, "-o", out);
        JsonNode root = JsonMapper.shared().readTree(Run.ok("explain", out, "--json").out());
        assertThat(root.path("schema").stringValue()).isEqualTo("lorica.explain/1");
        assertThat(root.path("provenance").path("sources").size()).isEqualTo(6);
    }

    @Test
    void explainOfAnotherDirectorySaysWhatItNeeds() {
        Run run = Run.of("explain", files.adapters().resolve("add-1"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("lorica.json", "lorica generate");
    }
}
