package lorica.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import lorica.evaluate.GapClosed;
import lorica.evaluate.PairedTest;

/// What a study found.
///
/// @param datasets those with test rows, in the bank's order
/// @param rows in the plan's order
public record StudyResult(StudyPlan plan, List<String> datasets, List<RowScores> rows) {
    public StudyResult {
        datasets = List.copyOf(datasets);
        rows = List.copyOf(rows);
    }

    /// A row against base, own adapter, and the controls of its scope.
    ///
    /// @param uniform over the uniform row of the same mixture (for a row without mixture: of the
    ///     plan's last)
    /// @param random over the random entry
    /// @param nearest over the nearest entry by the same distance (where the study has no such row:
    ///     by the plan's first)
    public record Comparison(
            RowScores row,
            GapClosed gap,
            Optional<PairedTest> uniform,
            Optional<PairedTest> random,
            Optional<PairedTest> nearest) {}

    /// Compares one row by one score.
    public Comparison compare(RowScores row, String score) {
        StudyRow compared = row.row();
        GapClosed gap =
                GapClosed.of(
                        new GapClosed.Methods(
                                datasets,
                                only(StudyRow.Role.BASE).of(score),
                                only(StudyRow.Role.OWN).of(score),
                                row.of(score)),
                        plan.options().bootstrap());
        Controls controls = controls(compared);
        return new Comparison(
                row,
                gap,
                test(row, score, controls.uniform()),
                test(row, score, controls.random()),
                test(row, score, controls.nearest()));
    }

    /// The controls of a row's scope, the row itself not among them.
    record Controls(
            Optional<RowScores> uniform, Optional<RowScores> random, Optional<RowScores> nearest) {}

    Controls controls(StudyRow row) {
        String mixture = row.mixture().orElseGet(() -> plan.options().mixtures().getLast()).name();
        String distance =
                row.weighting()
                        .map(Weighting::distance)
                        .filter(
                                name ->
                                        plan.distances().stream()
                                                .anyMatch(one -> one.distance().equals(name)))
                        .orElseGet(() -> plan.distances().getFirst().distance());
        return new Controls(
                control(
                        row,
                        StudyRow.Role.UNIFORM,
                        control -> control.mixture().orElseThrow().name().equals(mixture)),
                control(row, StudyRow.Role.RANDOM, control -> true),
                control(
                        row,
                        StudyRow.Role.NEAREST,
                        control -> control.name().equals(nearest(distance, row.scope()))));
    }

    private static String nearest(String distance, Scope scope) {
        return StudyRow.name(scope, "nearest " + distance);
    }

    private Optional<RowScores> control(
            StudyRow row, StudyRow.Role role, Predicate<StudyRow> same) {
        return rows.stream()
                .filter(control -> control.row().role() == role)
                .filter(control -> control.row().scope() == row.scope())
                .filter(control -> same.test(control.row()))
                .filter(control -> !control.row().name().equals(row.name()))
                .findFirst();
    }

    private Optional<PairedTest> test(RowScores row, String score, Optional<RowScores> control) {
        return control.map(
                other -> plan.options().bootstrap().compare(row.of(score), other.of(score)));
    }

    public RowScores only(StudyRow.Role role) {
        return rows.stream().filter(row -> row.row().role() == role).findFirst().orElseThrow();
    }

    /// The row of a name, if the study has it.
    Optional<RowScores> named(String name) {
        return rows.stream().filter(row -> row.row().name().equals(name)).findFirst();
    }

    /// The variant, leave-one-out, with the highest mean.
    public RowScores best(String score) {
        RowScores best = only(StudyRow.Role.BASE);
        double highest = Double.NEGATIVE_INFINITY;
        for (RowScores row : rows) {
            boolean candidate =
                    row.row().role() == StudyRow.Role.VARIANT
                            && row.row().scope() == Scope.LEAVE_ONE_OUT;
            if (candidate && row.summary(score).mean() > highest) {
                best = row;
                highest = row.summary(score).mean();
            }
        }
        return best;
    }
}
