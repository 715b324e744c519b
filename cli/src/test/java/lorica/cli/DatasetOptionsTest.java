package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.testing.ShapedFiles;
import lorica.testing.ShapedFiles.Shape;
import lorica.testing.TinyModel;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DatasetOptionsTest {
    @TempDir private Path folder;

    private ToyFiles files = new ToyFiles(Path.of(""));
    private Path bank = Path.of("");
    private List<Example> examples = List.of();

    @BeforeEach
    void aToyBank() throws IOException {
        files = ToyFiles.write(folder.resolve("toy"));
        bank = ToyBank.of(files, folder.resolve("bank")).directory();
        examples = ExampleReader.readAll(files.newDataset());
    }

    private Run generate(Path dataset, Object... more) {
        List<Object> arguments =
                new java.util.ArrayList<>(
                        List.of("generate", dataset, "--bank", bank, "-o", folder.resolve("out")));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray());
    }

    private String weights(Path dataset, Object... more) {
        List<Object> options = new java.util.ArrayList<>(List.of("--dry-run", "--json"));
        options.addAll(List.of(more));
        Run run = generate(dataset, options.toArray());
        assertThat(run.err()).startsWith("dataset: ").doesNotContain("lorica:");
        return JsonMapper.shared().readTree(run.out()).path("sources").toString();
    }

    @ParameterizedTest
    @EnumSource
    void everyShapeAndFormatGivesTheSameWeights(Shape shape) throws Exception {
        String expected = weights(files.newDataset());
        Path lines = ShapedFiles.jsonLines(folder, shape, examples);
        assertThat(weights(lines)).isEqualTo(expected);
        assertThat(weights(ShapedFiles.json(folder, shape, examples))).isEqualTo(expected);
        assertThat(weights(parquet(lines))).isEqualTo(expected);
        if (shape.isFlat()) {
            assertThat(weights(ShapedFiles.csv(folder, shape, examples))).isEqualTo(expected);
        }
    }

    private Path parquet(Path lines) throws SQLException {
        Path file = folder.resolve(lines.getFileName() + ".parquet");
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT * FROM read_json('%s', format = 'newline_delimited')) TO '%s'"
                            .formatted(lines, file));
        }
        return file;
    }

    @Test
    void aMapOverridesWhatTheFirstRowShowsAndIsKeptInTheProvenance() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("my.csv"),
                        "prompt,text,reply\r\nx,1 plus 2,3\r\nx,4 plus 5,9\r\n");
        assertThat(generate(file).err()).contains("[prompt, text, reply]", "--map");
        Run run = generate(file, "--map", "input=text,output=reply");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("CSV, shape mapped: input=text, output=reply");
        Run explained = Run.ok("explain", folder.resolve("out"), "--json");
        assertThat(explained.out())
                .contains("CSV, shape mapped: input=text, output=reply")
                .contains("--map input=text,output=reply");
    }

    @Test
    void aMapThatCannotBeReadIsAUsageError() {
        Run run = generate(files.newDataset(), "--map", "input:text");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--map", "input=COLUMN", "input:text");
    }

    @Test
    void emptyRowsAreRefusedOrLeftOutAndCounted() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("my.csv"),
                        "input,output\r\n1 plus 2,3\r\n4 plus 5,\r\n6 plus 1,7\r\n");
        Run refused = generate(file);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(refused.err()).contains("1 without: line 3 (output)", "--skip-empty");
        assertThat(folder.resolve("out")).doesNotExist();
        Run skipped = generate(file, "--skip-empty");
        assertThat(skipped.exitCode()).isZero();
        assertThat(skipped.err()).contains("1 of 3 rows left out, without text");
    }

    @Test
    void aBankKeepsTheExamplesOfADatasetThatNeedsAWayOfReading() throws Exception {
        Path parquet = parquet(ShapedFiles.jsonLines(folder, Shape.PROMPT_RESPONSE, examples));
        Run run =
                Run.ok(
                        "bank",
                        "add",
                        bank,
                        "--adapters",
                        files.adapters().resolve("add-1"),
                        "--datasets",
                        parquet,
                        "--id",
                        "converted");
        assertThat(run.err()).contains("dataset: " + parquet + ": Parquet, shape prompt/response");
        Path kept = bank.resolve("datasets/converted/train.jsonl");
        assertThat(ExampleReader.readAll(kept)).isEqualTo(ShapedFiles.withOneOutput(examples));
        Run left = generate(parquet, "--leave-out", "--dry-run");
        assertThat(left.out()).contains("add-1").doesNotContain("converted");
    }

    @Test
    void manyDatasetsAreSaidInOneLineForThoseThatAreAlike() throws IOException {
        Path empty = folder.resolve("empty");
        Run.ok(
                "bank",
                "create",
                empty,
                "--base",
                ToyFiles.BASE,
                "--tokenizer",
                files.tokenizerFile());
        Run run =
                Run.ok(
                        "bank",
                        "add",
                        empty,
                        "--adapters",
                        files.adapters(),
                        "--datasets",
                        files.datasets());
        assertThat(run.err())
                .isEqualToNormalizingNewlines(
                        "dataset: 6 files: JSONL, shape input/output: input=input, output=output\n");
    }

    @Test
    void evaluateScoresRowsOfAnyShape() throws IOException {
        Path table =
                Files.writeString(folder.resolve("my.csv"), "text,reply\r\n1 plus 2,3\r\n,4\r\n");
        Path answers =
                Files.writeString(
                        folder.resolve("answers.jsonl"),
                        "{\"input\": \"1 plus 2\", \"output\": \"?\", \"prediction\": \"3\"}\n");
        Run run =
                Run.ok(
                        "evaluate",
                        "--predictions",
                        answers,
                        "--dataset",
                        table,
                        "--map",
                        "input=text,output=reply",
                        "--skip-empty",
                        "--json");
        assertThat(run.err()).contains("CSV, shape mapped", "1 of 2 rows left out");
        JsonNode scores = JsonMapper.shared().readTree(run.out()).path("scores");
        assertThat(scores.path("exact-match").asDouble()).isEqualTo(1);
    }

    @Test
    void trainLearnsTheSameFromEveryFormatAndFromAMap() throws IOException {
        TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
        Path table = ShapedFiles.csv(folder, Shape.PROMPT_RESPONSE, examples);
        Path mapped =
                Files.writeString(
                        folder.resolve("mapped.csv"),
                        Files.readString(table).replace("prompt,response", "reply,text"));
        byte[] expected = trained("lines", files.newDataset());
        assertThat(trained("table", table)).isEqualTo(expected);
        assertThat(trained("mapped", mapped, "--map", "input=reply,output=text"))
                .isEqualTo(expected);
        assertThat(trained("swapped", mapped, "--map", "input=text,output=reply"))
                .isNotEqualTo(expected);
    }

    private byte[] trained(String name, Path dataset, Object... more) throws IOException {
        Path output = folder.resolve(name);
        List<Object> arguments =
                new java.util.ArrayList<>(
                        List.of("train", "--base", files.baseModel(), "--dataset", dataset));
        arguments.addAll(List.of("-o", output, "--steps", 2, "--batch", 4, "--rank", 2));
        arguments.addAll(List.of(more));
        Run run = Run.ok(arguments.toArray());
        assertThat(run.err()).startsWith("dataset: ");
        return Files.readAllBytes(output.resolve("adapter_model.safetensors"));
    }
}
