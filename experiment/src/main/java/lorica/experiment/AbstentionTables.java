package lorica.experiment;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import lorica.distance.DistanceMatrix;
import lorica.evaluate.RocArea;
import lorica.evaluate.RougeL;
import lorica.generate.Remoteness;

/// Whether the distance to the nearest entry foretells that a generated adapter is worse than the
/// base model: by the distance that the weights are from, and by the one that abstaining rests on.
final class AbstentionTables {
    private static final String ROUGE = RougeL.published().name();

    private final StudyResult result;

    private AbstentionTables(StudyResult result) {
        this.result = result;
    }

    /// Cases of one distance: tasks in one scope.
    ///
    /// @param nearest distances to the nearest entry in scope
    /// @param worse whether the row answers worse than the base model
    private record Cases(double[] nearest, boolean[] worse) {
        int far(double threshold) {
            int count = 0;
            for (double distance : nearest) {
                count += distance > threshold ? 1 : 0;
            }
            return count;
        }

        int worseCount() {
            int count = 0;
            for (boolean one : worse) {
                count += one ? 1 : 0;
            }
            return count;
        }

        Cases with(Cases other) {
            double[] all = new double[nearest.length + other.nearest.length];
            boolean[] both = new boolean[all.length];
            for (int i = 0; i < all.length; i++) {
                boolean own = i < nearest.length;
                int at = own ? i : i - nearest.length;
                all[i] = own ? nearest[at] : other.nearest[at];
                both[i] = own ? worse[at] : other.worse[at];
            }
            return new Cases(all, both);
        }

        OptionalDouble area() {
            return RocArea.of(nearest, worse);
        }
    }

    static String render(StudyResult result) throws IOException {
        AbstentionTables tables = new AbstentionTables(result);
        List<String> lines = new ArrayList<>();
        DistanceMatrix inputs = tables.inputs();
        for (DistanceMatrix matrix : result.plan().distances()) {
            tables.line(matrix, matrix).ifPresent(lines::add);
            if (!matrix.distance().equals(inputs.distance())) {
                tables.line(matrix, inputs).ifPresent(lines::add);
            }
        }
        if (lines.isEmpty()) {
            return "";
        }
        return """

        ## Does a far nearest entry foretell a failure?

        By: the distance that is looked at; `generate` looks at %s. Threshold: 95 %% of the bank's datasets have another one within it (docs/methods/abstention.md). Far: datasets beyond it.
        Worse: the row's ROUGE-L is below the base model's. AUC: chance that a worse one is farther than another, 0.5 says nothing.

        | row | by | threshold | leave-one-out: far, worse | leave-family-out: far, worse | AUC family out | AUC of both |
        |---|---|---|---|---|---|---|
        %s
        """
                .formatted(inputs.distance(), String.join("\n", lines));
    }

    private DistanceMatrix inputs() throws IOException {
        return Weighting.measure(
                result.plan().bank(),
                Remoteness.distance(),
                Remoteness.on(),
                result.plan().options().threads());
    }

    /// The sharpest variant by a distance that both scopes have; leave-one-out alone without
    /// families.
    ///
    /// @param by looked at
    private Optional<String> line(DistanceMatrix matrix, DistanceMatrix by) {
        if (matrix.entries().size() < 3) {
            return Optional.empty();
        }
        double threshold = Remoteness.of(by).threshold();
        Optional<RowScores> near = row(matrix, Scope.LEAVE_ONE_OUT);
        if (near.isEmpty()) {
            return Optional.empty();
        }
        Cases one = cases(by, near.get());
        Optional<Cases> family = row(matrix, Scope.LEAVE_FAMILY_OUT).map(found -> cases(by, found));
        return Optional.of(
                format(
                        ROOT,
                        "| %s | %s | %.4g | %s | %s | %s | %s |",
                        near.get().row().name(),
                        by.distance(),
                        threshold,
                        counted(one, threshold),
                        family.map(cases -> counted(cases, threshold)).orElse("–"),
                        family.map(cases -> area(cases.area())).orElse("–"),
                        area(family.map(one::with).orElse(one).area())));
    }

    private static String counted(Cases cases, double threshold) {
        return format(
                ROOT,
                "%d, %d of %d",
                cases.far(threshold),
                cases.worseCount(),
                cases.worse().length);
    }

    private static String area(OptionalDouble area) {
        return area.isPresent() ? format(ROOT, "%.2f", area.getAsDouble()) : "no case";
    }

    /// Of the rows that both scopes have: not those of an ablation.
    private Optional<RowScores> row(DistanceMatrix matrix, Scope scope) {
        String mixture = result.plan().options().mixtures().getLast().name();
        double sharpest = Collections.min(result.plan().options().temperatures());
        return result.rows().stream()
                .filter(row -> row.row().role() == StudyRow.Role.VARIANT)
                .filter(row -> row.row().scope() == scope)
                .filter(row -> row.row().mixture().orElseThrow().name().equals(mixture))
                .filter(
                        row ->
                                row.row()
                                        .weighting()
                                        .orElseThrow()
                                        .distance()
                                        .equals(matrix.distance()))
                .filter(row -> row.row().weighting().orElseThrow().rule().equals("normalized"))
                .filter(row -> row.row().weighting().orElseThrow().temperature() == sharpest)
                .filter(
                        row ->
                                row.row()
                                        .weighting()
                                        .orElseThrow()
                                        .adjustment()
                                        .equals(Adjustment.none()))
                .findFirst();
    }

    private Cases cases(DistanceMatrix matrix, RowScores row) {
        StudyBank bank = result.plan().bank();
        double[] base = result.only(StudyRow.Role.BASE).of(ROUGE);
        double[] own = row.of(ROUGE);
        List<Integer> tested = bank.tested();
        double[] nearest = new double[tested.size()];
        boolean[] worse = new boolean[nearest.length];
        for (int t = 0; t < nearest.length; t++) {
            nearest[t] = Double.POSITIVE_INFINITY;
            for (int entry : Weighting.admitted(bank, row.row().scope(), tested.get(t))) {
                nearest[t] = Math.min(nearest[t], matrix.values()[tested.get(t)][entry]);
            }
            worse[t] = own[t] < base[t];
        }
        return new Cases(nearest, worse);
    }
}
