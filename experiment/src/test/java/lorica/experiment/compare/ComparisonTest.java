package lorica.experiment.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig.Scaling;
import lorica.dataset.ColumnShape;
import lorica.dataset.Reading;
import lorica.dataset.TrainingText;
import lorica.experiment.StudyException;
import lorica.experiment.compare.ComparisonOptions.Diagnostics;
import lorica.experiment.compare.ComparisonOptions.Matching;
import lorica.tensor.Shape;
import lorica.testing.TinyModel;
import lorica.train.Optimisation;
import lorica.train.Schedule;
import lorica.train.TextPolicy;
import lorica.train.TrainingOptions;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName.Choices;
import lorica.train.method.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A comparison of a few methods on a tiny random model.
class ComparisonTest {
    private final Path folder;

    ComparisonTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        TinyModel.write(folder.resolve("base"));
        for (String task : List.of("copy", "other")) {
            write(task, "train.jsonl", 20, task.hashCode());
            write(task, "valid.jsonl", 5, task.hashCode() + 1);
            write(task, "test.jsonl", 6, task.hashCode() + 2);
        }
    }

    private void write(String task, String name, int rows, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int b = random.nextInt(5, 12);
            lines.add(
                    "{\"input\": \"w%d w%d\", \"output\": \"w%d\"}"
                            .formatted(random.nextInt(12, 32), b, b));
        }
        Path data = Files.createDirectories(folder.resolve("tasks").resolve(task));
        Files.write(data.resolve(name), lines);
    }

    private static ComparisonOptions options(String... methods) {
        return new ComparisonOptions(
                List.of(methods).stream().map(Variant::parse).toList(),
                new LowRank(3, 6, Scaling.LORA, 0, List.of("q_proj", "v_proj"), 0),
                new Choices(2, 16, Selection.SCATTERED),
                TrainingOptions.defaults()
                        .withOptimisation(Optimisation.of(1e-2, new Schedule.Constant(0)))
                        .withSteps(4)
                        .withBatching(new Batching(5, 1, RowOrder.BUCKETED)),
                TextPolicy.of(new TrainingText(" ", " w4"), OptionalInt.of(1)),
                List.of(1L, 2L),
                Matching.RANK,
                100,
                3,
                Diagnostics.ON);
    }

    private List<Cell> run(ComparisonOptions options, List<String> seen) throws IOException {
        return new Comparison(
                        folder.resolve("base"), folder.resolve("tasks"), options, Reading.plain())
                .run(
                        folder.resolve("out"),
                        (cell, number, total) -> seen.add(number + "/" + total + cell.method()));
    }

    @Test
    void everyTaskMethodAndSeedIsTrainedMeasuredAndTabled() throws IOException {
        List<String> seen = new ArrayList<>();
        List<Cell> cells = run(options("lora", "s-cla", "c-paca", "fft:rate=1e-4"), seen);
        assertThat(cells).hasSize(2 * 4 * 2);
        assertThat(seen).hasSize(16).first().isEqualTo("1/16lora");
        for (Cell cell : cells) {
            for (Measure measure : Measure.values()) {
                boolean expected = measure != Measure.BOUND || !cell.method().startsWith("fft");
                assertThat(cell.value(measure).isPresent())
                        .as("%s of %s", measure, cell.method())
                        .isEqualTo(expected);
            }
            assertThat(cell.value(Measure.GAP).orElseThrow())
                    .isCloseTo(
                            cell.value(Measure.TEST_LOSS).orElseThrow()
                                    - cell.value(Measure.TRAIN_LOSS).orElseThrow(),
                            within(1e-12));
        }
        String text = Files.readString(folder.resolve("out/comparison.md"));
        assertThat(text)
                .contains(
                        "2 tasks, 4 methods, 2 seeds",
                        "## Mean over the tasks",
                        "G over that of lora |",
                        "| method | copy | other |",
                        "\n| c-paca | ",
                        "## G(W) over that of lora",
                        "## Recommended",
                        "agrees with G");
        assertThat(Files.readString(folder.resolve("out/comparison.json")))
                .contains("lorica.compare/1", "\"standings\"", "\"agreementWithGap\"");
    }

    @Test
    void aComparisonRunAgainTrainsOnlyWhatIsNew() throws IOException {
        List<Cell> first = run(options("lora"), new ArrayList<>());
        Path cells = folder.resolve("out/cells");
        List<Path> files;
        try (var listed = Files.list(cells)) {
            files = listed.sorted().toList();
        }
        assertThat(files).hasSize(4);
        Files.delete(files.getFirst());
        long kept = Files.getLastModifiedTime(files.getLast()).toMillis();
        List<Cell> again = run(options("lora", "cla"), new ArrayList<>());
        assertThat(again).hasSize(8);
        assertThat(Files.getLastModifiedTime(files.getLast()).toMillis()).isEqualTo(kept);
        for (int i = 0; i < 2; i++) {
            assertThat(again.get(i).value(Measure.TEST_LOSS))
                    .isEqualTo(first.get(i).value(Measure.TEST_LOSS));
        }
    }

    @Test
    void tasksWithoutATestSplitAreRefused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("none/task"));
        Files.writeString(empty.resolve("train.jsonl"), "{}");
        assertThatThrownBy(
                        () ->
                                new Comparison(
                                                folder.resolve("base"),
                                                folder.resolve("none"),
                                                options("lora"),
                                                Reading.plain())
                                        .run(folder.resolve("out"), (_, _, _) -> {}))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("test.jsonl");
    }

    @Test
    void tasksInOtherFormatsAndColumnsGiveTheSameTrainings() throws IOException {
        List<Cell> plain = run(options("lora"), new ArrayList<>());
        for (String task : List.of("copy", "other")) {
            for (String split : List.of("train", "valid", "test")) {
                Path file = folder.resolve("tasks").resolve(task).resolve(split + ".jsonl");
                List<String> rows = new ArrayList<>(List.of("question,reply"));
                Files.readAllLines(file)
                        .forEach(
                                row ->
                                        rows.add(
                                                row.replaceAll(
                                                        ".*: \"(.*)\", .*: \"(.*)\"}", "$1,$2")));
                Files.write(file.resolveSibling(split + ".csv"), rows);
                Files.delete(file);
            }
        }
        List<Cell> table =
                new Comparison(
                                folder.resolve("base"),
                                folder.resolve("tasks"),
                                options("lora"),
                                Reading.plain()
                                        .withShape(
                                                ColumnShape.parse("input=question,output=reply")))
                        .run(folder.resolve("out"), (_, _, _) -> {});
        for (int i = 0; i < plain.size(); i++) {
            assertThat(table.get(i).value(Measure.TEST_LOSS))
                    .isEqualTo(plain.get(i).value(Measure.TEST_LOSS));
        }
    }

    @Test
    void aVariantSaysWhatDiffers() {
        Variant variant = Variant.parse("c3la:links=8:rate=1e-3:rank=4:scaling=rslora");
        LowRank common = new LowRank(16, 32, Scaling.LORA, 0, List.of("q_proj"), 0);
        assertThat(variant.method(common, Choices.defaults()).toString())
                .contains("rank=4", "alpha=8.0", "links=8", "RANK_STABILISED");
        assertThat(variant.rate()).hasValue(1e-3);
        assertThatThrownBy(() -> Variant.parse("lora:depth=3"))
                .hasMessageContainingAll("lora:depth=3", "rank=N", "depth=3");
        assertThatThrownBy(() -> Variant.parse("lora:rank=three"))
                .hasMessageContaining("rank=three");
        assertThatThrownBy(() -> options("lora", "lora")).hasMessageContaining("each once");
    }

    @Test
    void matchedRanksGiveLorasNumberOfParameters() {
        List<Shape> shapes = List.of(Shape.of(10, 30), Shape.of(10, 30));
        assertThat(Variant.parse("lora").matched(4, shapes).rank()).hasValue(4);
        assertThat(Variant.parse("cla").matched(4, shapes).rank()).hasValue(16);
        assertThat(Variant.parse("cla-b").matched(3, shapes).rank()).hasValue(4);
    }

    @Test
    void classScoresAreThoseOfTheirDefinition() {
        List<String> references = List.of("a", "a", "a", "b", "b", "c");
        List<String> answers = List.of("a", "a", "b", "b", "c", "d");
        double f1 = (2.0 * 2 / (3 + 2) + 2.0 * 1 / (2 + 2) + 0) / 3;
        assertThat(ClassScores.macroF1(references, answers)).isCloseTo(f1, within(1e-12));
        double matthews = (3 * 6 - (3 * 2 + 2 * 2 + 1)) / Math.sqrt((36 - 10.0) * (36 - 14.0));
        assertThat(ClassScores.matthews(references, answers)).isCloseTo(matthews, within(1e-12));
        assertThat(ClassScores.matthews(references, references)).isCloseTo(1, within(1e-12));
        assertThat(ClassScores.matthews(List.of("a", "a"), List.of("a", "b"))).isZero();
    }
}
