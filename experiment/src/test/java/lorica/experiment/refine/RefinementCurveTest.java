package lorica.experiment.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.bank.Bank;
import lorica.evaluate.Bootstrap;
import lorica.evaluate.PredictionFile;
import lorica.generate.GenerateOptions;
import lorica.storage.Progress;
import lorica.testing.TinyModel;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A curve over two tasks of the toy bank on a tiny random model.
class RefinementCurveTest {
    private static final List<String> TASKS = ToyFiles.IDS.subList(0, 2);

    private final Path folder;
    private final Path base;
    private final Bank bank;

    RefinementCurveTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        ToyFiles files = ToyFiles.write(folder);
        base = files.baseModel();
        TinyModel.writeWeights(base, TinyModel.toyWorld());
        bank = ToyBank.of(files, folder.resolve("bank"));
    }

    private static RefinementOptions options(List<Start> curves, List<Integer> steps) {
        return new RefinementOptions(
                TASKS,
                curves,
                steps,
                GenerateOptions.defaults(),
                new RefinementTraining(1e-2, 1, 0, 4),
                3,
                4,
                1,
                0,
                new Bootstrap(100, 0.95, 0));
    }

    private List<Point> run(RefinementOptions options) throws IOException {
        return new RefinementCurve(bank, base, options).run(folder.resolve("out"), Progress.SILENT);
    }

    private List<Path> files() throws IOException {
        try (var listed = Files.walk(folder.resolve("out/points"))) {
            return listed.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void everyStartAndNumberOfStepsIsAPointWithItsAnswersAndARowOfTheTable() throws IOException {
        List<Point> points = run(options(List.of(Start.GENERATED, Start.ZERO), List.of(0, 2, 3)));
        assertThat(points).hasSize(2 * (1 + 2 * 3));
        for (Point point : points) {
            assertThat(point.lastLoss().isPresent()).isEqualTo(point.steps() > 0);
            assertThat(point.processorSeconds() > 0)
                    .isEqualTo(point.steps() > 0 || point.start() == Start.GENERATED);
        }
        List<Path> answers =
                files().stream().filter(file -> file.toString().endsWith(".jsonl")).toList();
        assertThat(answers).hasSize(points.size());
        assertThat(PredictionFile.read(answers.getFirst())).hasSize(3);
        assertThat(Files.readString(folder.resolve("out/refinement.md")))
                .contains("2 tasks", "generated: ROUGE-L", "zero: ROUGE-L", "\n| 3 | ");
        assertThat(Files.readString(folder.resolve("out/refinement.json")))
                .contains("lorica.refinement/1", "\"start\" : \"own\"");
        assertThat(Files.readString(folder.resolve("out/refinement.svg"))).startsWith("<svg");
    }

    @Test
    void aLearnedStartIsAnotherMixtureOfTheOtherEntries() throws IOException {
        List<Point> points =
                run(options(List.of(Start.GENERATED, Start.LEARNED, Start.ZERO), List.of(0, 2)));
        assertThat(points).hasSize(2 * (1 + 3 * 2));
        List<Path> answers =
                files().stream()
                        .filter(file -> file.getFileName().toString().startsWith("learned-"))
                        .toList();
        assertThat(answers).hasSize(2 * 2 * 2);
        double generated = loss(points, Start.GENERATED);
        assertThat(loss(points, Start.LEARNED)).isLessThan(generated);
        assertThat(Files.readString(folder.resolve("out/refinement.md")))
                .contains("- the generated mixture: ", "- the learned mixture: ");
    }

    private static double loss(List<Point> points, Start start) {
        return points.stream()
                .filter(point -> point.start() == start && point.steps() == 2)
                .mapToDouble(point -> point.lastLoss().orElseThrow())
                .sum();
    }

    @Test
    void aCurveRunAgainTrainsOnlyWhatIsNew() throws IOException {
        List<Point> first = run(options(List.of(Start.GENERATED), List.of(0, 2)));
        List<Path> before = files();
        List<Long> written = new ArrayList<>();
        for (Path file : before) {
            written.add(Files.getLastModifiedTime(file).toMillis());
        }
        List<Point> more = run(options(List.of(Start.GENERATED), List.of(0, 2, 3)));
        assertThat(more).containsAll(first).hasSize(first.size() + 2);
        for (int i = 0; i < before.size(); i++) {
            assertThat(Files.getLastModifiedTime(before.get(i)).toMillis())
                    .isEqualTo(written.get(i));
        }
    }

    @Test
    void theSameTrainingGivesTheSameScoresAndLoss() throws IOException {
        Point first = run(options(List.of(Start.ZERO), List.of(0, 3))).getLast();
        for (Path file : files()) {
            Files.delete(file);
        }
        Point again = run(options(List.of(Start.ZERO), List.of(0, 3))).getLast();
        assertThat(again.lastLoss()).isEqualTo(first.lastLoss());
        assertThat(again.rougeL()).isEqualTo(first.rougeL(), within(0.0));
    }

    @Test
    void stepsThatDoNotAscendFromZeroAndTheGoalAsACurveAreRefused() {
        List<Start> both = List.of(Start.GENERATED, Start.ZERO);
        assertThatThrownBy(() -> options(both, List.of(5, 15))).hasMessageContaining("[5, 15]");
        assertThatThrownBy(() -> options(both, List.of(0, 9, 9))).hasMessageContaining("ascending");
        assertThatThrownBy(() -> options(List.of(Start.OWN), List.of(0)))
                .hasMessageContaining("some of generated, learned, zero, each once");
    }
}
