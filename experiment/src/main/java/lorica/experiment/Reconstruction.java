package lorica.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import lorica.evaluate.Correlation;
import lorica.evaluate.Interval;
import lorica.gram.GramMatrix;
import lorica.mixture.Mixture;

/// Whether the objective that distances and oracles serve has to do with answers: how near the
/// mixtures of a study are to the tasks' own adapters, what distances say of that, and what that
/// says of scores.
record Reconstruction(StudyResult result) {

    /// `‖θ̂ − θᵢ‖² / ‖θᵢ‖²` of a row, one a dataset: in flat factors for a factor-wise mixture,
    /// else in ΔW, before truncation; or in the functional geometry. Empty where the bank has no
    /// such Gram matrix.
    Optional<double[]> shares(StudyRow row, Nearness nearness) {
        StudyBank bank = result.plan().bank();
        if (row.learned().values().stream().anyMatch(learned -> !learned.shared())) {
            return Optional.empty(); // no weights of whole adapters
        }
        Optional<GramMatrix> gram =
                row.mixture().isPresent()
                        ? nearness.gram(bank.gram(), row.mixture().get())
                        : nearness.ofUpdates(bank.gram());
        return gram.filter(this::defined)
                .map(
                        matrix ->
                                bank.tested().stream()
                                        .mapToDouble(
                                                task ->
                                                        matrix.distanceShare(
                                                                row.weights()[task], task))
                                        .toArray());
    }

    private boolean defined(GramMatrix gram) {
        return result.plan().bank().tested().stream().allMatch(task -> gram.norm(task) > 0);
    }

    /// What the distances say of the adapters' updates; nothing where the bank has no such Gram
    /// matrix.
    List<Agreement> distances(Nearness nearness) {
        StudyPlan plan = result.plan();
        Optional<GramMatrix> gram = nearness.ofUpdates(plan.bank().gram());
        return gram.stream()
                .flatMap(
                        updates ->
                                plan.distances().stream()
                                        .map(
                                                matrix ->
                                                        Agreement.of(
                                                                matrix,
                                                                updates,
                                                                plan.options().bootstrap())))
                .toList();
    }

    /// What reconstruction says of a score.
    ///
    /// @param within mean over datasets of Spearman's correlation, over the rows, of nearness to
    ///     the own adapter with the score
    /// @param across Spearman's correlation, over the rows, of their mean nearness with their mean
    ///     score
    record OfScore(String mixture, int rows, Optional<Interval> within, OptionalDouble across) {}

    /// One a mixture, over its rows, leave-one-out; base and own adapter are not among them.
    List<OfScore> scores(String score, Nearness nearness) {
        List<OfScore> found = new ArrayList<>();
        for (Mixture mixture : result.plan().options().mixtures()) {
            List<double[]> near = new ArrayList<>();
            List<double[]> scores = new ArrayList<>();
            for (RowScores row : result.rows()) {
                boolean counted =
                        row.row().scope() == Scope.LEAVE_ONE_OUT
                                && row.row().mixture().filter(mixture::equals).isPresent();
                Optional<double[]> shares =
                        counted ? shares(row.row(), nearness) : Optional.empty();
                if (shares.isPresent()) {
                    near.add(of(shares.get(), share -> -share));
                    scores.add(row.of(score));
                }
            }
            if (near.size() < 2) {
                continue;
            }
            List<OptionalDouble> within = new ArrayList<>();
            for (int dataset = 0; dataset < result.datasets().size(); dataset++) {
                within.add(Correlation.spearman(column(near, dataset), column(scores, dataset)));
            }
            found.add(
                    new OfScore(
                            mixture.name(),
                            near.size(),
                            Agreement.mean(within, result.plan().options().bootstrap()),
                            Correlation.spearman(means(near), means(scores))));
        }
        return found;
    }

    private static double[] of(double[] values, DoubleUnaryOperator value) {
        double[] changed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            changed[i] = value.applyAsDouble(values[i]);
        }
        return changed;
    }

    private static double[] column(List<double[]> rows, int at) {
        return rows.stream().mapToDouble(row -> row[at]).toArray();
    }

    private static double[] means(List<double[]> rows) {
        return rows.stream()
                .mapToDouble(
                        row -> {
                            double total = 0;
                            for (double value : row) {
                                total += value;
                            }
                            return total / row.length;
                        })
                .toArray();
    }
}
