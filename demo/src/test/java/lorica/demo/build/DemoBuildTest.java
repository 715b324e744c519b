package lorica.demo.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.demo.task.DemoTask;
import lorica.demo.task.Splits;
import lorica.storage.Checksum;
import lorica.token.Tokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoBuildTest {
    private static final DemoPlan SMALL =
            new DemoPlan(1, new Splits.Sizes(40, 8, 8), 60, 2, 60, 1_024);
    private static final int CONTEXT = 96;

    /// For the stages that need none.
    private static final StageTrainer NO_TRAINER =
            new StageTrainer() {
                @Override
                public void base(Path start, Path corpus, Path output) {
                    throw new AssertionError("stage base was run");
                }

                @Override
                public void bank(Path base, Path datasets, Path notes, Path output) {
                    throw new AssertionError("stage bank was run");
                }
            };

    private static Path folder = Path.of("");
    private static DemoBuild build = new DemoBuild(folder, SMALL);

    @BeforeAll
    static void runTheStagesThatNeedNoTraining(@TempDir Path temporary) throws IOException {
        folder = temporary;
        build = new DemoBuild(folder.resolve("one"), SMALL);
        build.run(Stage.TASKS, NO_TRAINER);
        build.run(Stage.TOKENIZER, NO_TRAINER);
        build.run(Stage.CORPUS, NO_TRAINER);
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        DemoBuild again = new DemoBuild(folder.resolve("again"), SMALL);
        again.run(Stage.TASKS, NO_TRAINER);
        again.run(Stage.TOKENIZER, NO_TRAINER);
        again.run(Stage.CORPUS, NO_TRAINER);
        for (Stage stage : List.of(Stage.TASKS, Stage.TOKENIZER, Stage.CORPUS)) {
            assertThat(checksums(again.folder(stage)))
                    .isNotEmpty()
                    .isEqualTo(checksums(build.folder(stage)));
        }
    }

    @Test
    void everyDatasetIsReadBackByTheReaderOfDatasets() throws IOException {
        for (DemoTask task : build.tasks()) {
            String shelf = task.place() == DemoTask.Place.BANK ? "datasets" : "outside";
            Path dataset = build.folder(Stage.TASKS).resolve(shelf).resolve(task.id());
            List<Example> train = ExampleReader.readAll(dataset.resolve("train.jsonl"));
            assertThat(train).as(task.id()).hasSize(40);
            assertThat(train)
                    .allSatisfy(
                            example ->
                                    assertThat(example.input())
                                            .startsWith("Task: " + task.instruction() + "\nInput: ")
                                            .endsWith("\nOutput:"));
        }
    }

    @Test
    void theTokenizerGivesBackEveryText() throws IOException {
        try (Tokenizer tokenizer =
                Tokenizer.open(build.folder(Stage.TOKENIZER).resolve("tokenizer.json"))) {
            for (String text :
                    List.of(
                            "Task: give the first word\nInput: owl, duck\nOutput: word owl\n",
                            " two  spaces and\ta tab\r\n\n",
                            "Zwölf Boxkämpfer 日本語 🙂 \u0000\u007f é e\u0301",
                            "don't  \"quote\" \\ {json: [1, 2]}",
                            "")) {
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            }
            assertThat(tokenizer.leadingSpecialToken()).hasValue(1);
        }
        Tokenizer.Declaration declared =
                Tokenizer.declaration(build.folder(Stage.TOKENIZER).resolve("tokenizer.json"));
        assertThat(declared.vocabulary()).isEqualTo(1_024);
        assertThat(declared.ids()).containsAllEntriesOf(Map.of("<unk>", 0, "<s>", 1, "</s>", 2));
    }

    @Test
    void everyExampleIsWithinTheContext() throws IOException {
        try (Tokenizer tokenizer =
                Tokenizer.open(build.folder(Stage.TOKENIZER).resolve("tokenizer.json"))) {
            for (Example row :
                    ExampleReader.readAll(build.folder(Stage.CORPUS).resolve("train.jsonl"))) {
                String text = row.input() + " " + row.output() + "\n";
                assertThat(1 + tokenizer.encode(text).length).as(text).isLessThanOrEqualTo(CONTEXT);
            }
        }
    }

    @Test
    void theCorpusHasEveryTaskEquallyOften() throws IOException {
        try (Stream<String> lines =
                Files.lines(build.folder(Stage.CORPUS).resolve("train.jsonl"))) {
            assertThat(lines.count()).isEqualTo(60L * build.tasks().size());
        }
    }

    @Test
    void aStageThatWasDoneIsNotOverwritten() {
        assertThatThrownBy(() -> build.run(Stage.TASKS, NO_TRAINER)).hasMessageContaining("tasks");
    }

    @Test
    void packingBeforeTrainingNamesTheMissingStage() {
        assertThatThrownBy(() -> build.run(Stage.PACK, NO_TRAINER))
                .hasMessageContaining("of stage base, found none");
    }

    @Test
    void aBankIsThereOnlyOnceItIsWhole() throws IOException {
        Path home = folder.resolve("trained");
        DemoBuild trained = new DemoBuild(home, SMALL);
        StageTrainer failing =
                new StageTrainer() {
                    @Override
                    public void base(Path start, Path corpus, Path output) throws IOException {
                        assertThat(start.resolve("config.json")).exists();
                        assertThat(corpus.resolve("train.jsonl")).exists();
                        Files.createDirectory(output);
                        Files.writeString(output.resolve("model"), "weights");
                    }

                    @Override
                    public void bank(Path base, Path datasets, Path notes, Path output)
                            throws IOException {
                        assertThat(base.resolve("model")).exists();
                        assertThat(datasets.resolve("pick_tree/train.jsonl")).exists();
                        assertThat(notes).exists();
                        boolean resumed = Files.exists(output);
                        Files.createDirectories(output);
                        Files.writeString(output.resolve("bank.json"), "{}");
                        if (!resumed) {
                            throw new IOException("killed");
                        }
                    }
                };
        for (Stage stage : List.of(Stage.TASKS, Stage.TOKENIZER, Stage.CORPUS, Stage.BASE)) {
            trained.run(stage, failing);
        }
        assertThatThrownBy(() -> trained.run(Stage.BANK, failing)).hasMessage("killed");
        assertThat(trained.done(Stage.BANK)).isFalse();
        trained.run(Stage.BANK, failing);
        trained.run(Stage.PACK, failing);
        Path unpacked = folder.resolve("unpacked");
        try (var zip = Files.newInputStream(trained.folder(Stage.PACK).resolve("demo-1.zip"))) {
            Pack.unpack(zip, unpacked);
        }
        assertThat(unpacked.resolve("base/model")).hasContent("weights");
        assertThat(unpacked.resolve("bank/bank.json")).exists();
        assertThat(unpacked.resolve("outside/pick_building/test.jsonl")).exists();
    }

    private static Map<String, Checksum> checksums(Path tree) throws IOException {
        Map<String, Checksum> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sums.put(tree.relativize(file).toString(), Checksum.ofFile(file));
            }
        }
        return sums;
    }
}
