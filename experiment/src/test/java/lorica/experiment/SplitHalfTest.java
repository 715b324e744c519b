package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lorica.evaluate.RougeL;
import lorica.storage.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitHalfTest {
    private static final String ROUGE = RougeL.published().name();

    @Test
    void everyDatasetIsInOneHalfAndTheSeedDealsThem(@TempDir Path folder) throws IOException {
        StudyResult result = result(folder);
        SplitHalf halves = SplitHalf.of(result, ROUGE);
        assertThat(halves.choosing()).hasSize(3);
        assertThat(
                        IntStream.concat(
                                Arrays.stream(halves.choosing()), Arrays.stream(halves.testing())))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(SplitHalf.of(result, ROUGE).choosing()).isEqualTo(halves.choosing());
    }

    @Test
    void theRowIsChosenByTheChoosingHalfAlone(@TempDir Path folder) throws IOException {
        SplitHalf halves = SplitHalf.of(result(folder), ROUGE);
        List<RowScores> ranking = halves.ranking();
        for (RowScores row : ranking) {
            assertThat(row.row().role()).isIn(StudyRow.Role.VARIANT, StudyRow.Role.NEAREST);
            assertThat(row.row().scope()).isEqualTo(Scope.LEAVE_ONE_OUT);
            assertThat(mean(ranking.getFirst(), halves.choosing()))
                    .isGreaterThanOrEqualTo(mean(row, halves.choosing()));
        }
    }

    @Test
    void itIsTestedOnTheOtherHalfAgainstThePaperAndTheControls(@TempDir Path folder)
            throws IOException {
        SplitHalf halves = SplitHalf.of(result(folder), ROUGE);
        RowScores tested = halves.result().named("js-normalized-t0.3 delta").orElseThrow();
        assertThat(halves.tests(tested))
                .containsOnlyKeys(
                        "js-normalized factors",
                        "uniform delta",
                        "random entry",
                        "nearest js",
                        "shuffled js-normalized-t0.3 delta");
        double difference =
                mean(tested, halves.testing())
                        - mean(
                                halves.result().named("uniform delta").orElseThrow(),
                                halves.testing());
        assertThat(halves.tests(tested))
                .hasEntrySatisfying(
                        "uniform delta",
                        test -> {
                            assertThat(test.datasets()).isEqualTo(3);
                            assertThat(test.difference().estimate())
                                    .isCloseTo(difference, within(1e-12));
                        });
    }

    private static double mean(RowScores row, int[] places) {
        return Arrays.stream(places)
                .mapToDouble(place -> row.of(ROUGE)[place])
                .average()
                .orElseThrow();
    }

    private static StudyResult result(Path folder) throws IOException {
        Study study =
                new Study(
                        StudyPlan.of(ToyStudy.bank(folder), ToyStudy.options()),
                        folder.resolve("study"));
        study.answer(() -> ToyStudy.Model.of(study.plan().bank()), Progress.SILENT);
        return study.score();
    }
}
