package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import lorica.evaluate.RougeL;
import lorica.storage.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The toy bank has two families of three; scores are put in by hand.
class AbstentionTablesTest {
    private static final String ROUGE = RougeL.published().name();
    private static final int TASKS = 6;
    private static final String ROW = "| js-normalized-t0.3 delta | js |";

    @Test
    void whereOnlyFamilyOutAnswersAreWorseTheFarNearestEntryForetellsThem(@TempDir Path folder)
            throws IOException {
        String table =
                AbstentionTables.render(
                        scored(folder, row -> row.scope() == Scope.LEAVE_FAMILY_OUT));
        assertThat(cells(table).subList(1, 5))
                .containsExactly("0, 0 of 6", "6, 6 of 6", "no case", "1.00");
    }

    @Test
    void whereOnlyLeaveOneOutAnswersAreWorseTheNearAreTheFailures(@TempDir Path folder)
            throws IOException {
        String table =
                AbstentionTables.render(scored(folder, row -> row.scope() == Scope.LEAVE_ONE_OUT));
        assertThat(cells(table).subList(1, 5))
                .containsExactly("0, 6 of 6", "6, 0 of 6", "no case", "0.00");
    }

    @Test
    void aStudyWithoutARuleThatThresholdsAreForHasNoTable(@TempDir Path folder) throws IOException {
        StudyResult result = scored(folder, row -> false);
        List<RowScores> others =
                result.rows().stream()
                        .filter(row -> row.row().role() != StudyRow.Role.VARIANT)
                        .toList();
        assertThat(
                        AbstentionTables.render(
                                new StudyResult(result.plan(), result.datasets(), others)))
                .isEmpty();
    }

    @Test
    void whatGenerateLooksAtHasALineOfItsOwn(@TempDir Path folder) throws IOException {
        assertThat(AbstentionTables.render(scored(folder, row -> false)))
                .contains("| js-normalized-t0.3 delta | js-input |");
    }

    /// After the row's name.
    private static List<String> cells(String table) {
        String line =
                table.lines().filter(one -> one.startsWith(ROW)).findFirst().orElse("no such row");
        return Arrays.stream(line.substring(ROW.length()).split("\\|")).map(String::strip).toList();
    }

    /// Every variant for which it is asked scores below the base model, the others above.
    private static StudyResult scored(Path folder, Predicate<StudyRow> worse) throws IOException {
        Study study =
                new Study(
                        StudyPlan.of(ToyStudy.bank(folder), ToyStudy.options()),
                        folder.resolve("study"));
        study.answer(() -> ToyStudy.Model.of(study.plan().bank()), Progress.SILENT);
        StudyResult result = study.score();
        List<RowScores> rows =
                result.rows().stream()
                        .map(
                                row ->
                                        new RowScores(
                                                row.row(), Map.of(ROUGE, scores(row.row(), worse))))
                        .toList();
        return new StudyResult(result.plan(), result.datasets(), rows);
    }

    private static double[] scores(StudyRow row, Predicate<StudyRow> worse) {
        double[] scores = new double[TASKS];
        double variant = worse.test(row) ? 0.1 : 0.9;
        Arrays.fill(scores, row.role() == StudyRow.Role.BASE ? 0.5 : variant);
        return scores;
    }
}
