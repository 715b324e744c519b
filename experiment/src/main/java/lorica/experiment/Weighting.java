package lorica.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lorica.coefficient.CoefficientRule;
import lorica.coefficient.DistanceRule;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;
import lorica.distance.Fingerprint;
import lorica.distribution.Representation;

/// The weights that every task of a bank gives to the entries.
///
/// @param distance its name, and that of the representation where it is not the published one
/// @param rule its name
/// @param temperature τ of the rule
/// @param adjustment what was done to the rule's weights
/// @param published whether the choices of the released code were made
/// @param weights `[task][entry]`, zero for entries out of scope; treat as read-only
public record Weighting(
        String distance,
        String rule,
        double temperature,
        Adjustment adjustment,
        boolean published,
        Scope scope,
        double[][] weights) {

    /// As in names of rows and files.
    String label() {
        return label(distance, rule, temperature, adjustment) + (published ? "-published" : "");
    }

    static String label(String distance, String rule, double temperature, Adjustment adjustment) {
        return "%s-%s%s%s"
                .formatted(
                        distance,
                        rule,
                        temperature == 1 ? "" : "-t" + trimmed(temperature),
                        adjustment.label());
    }

    static String trimmed(double number) {
        String text = Double.toString(number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// A rule on one distance, in one scope.
    static Weighting of(
            StudyBank bank,
            DistanceMatrix matrix,
            TemperedRule rule,
            Adjustment adjustment,
            Scope scope) {
        double[][] weights = new double[bank.tasks().size()][];
        for (int task = 0; task < weights.length; task++) {
            weights[task] = weigh(bank, matrix, rule.rule(), adjustment, scope, task);
        }
        return new Weighting(
                matrix.distance(),
                rule.rule().name(),
                rule.temperature(),
                adjustment,
                false,
                scope,
                weights);
    }

    /// A rule and the temperature it was made with.
    public record TemperedRule(DistanceRule rule, double temperature) {
        public static TemperedRule of(String name, double temperature) {
            return new TemperedRule(CoefficientRule.parse(name, temperature), temperature);
        }
    }

    static DistanceMatrix measure(
            StudyBank bank, Distance distance, Representation representation, int threads)
            throws IOException {
        List<DistanceMatrix> matrices = new ArrayList<>();
        double[] weights = new double[representation.terms().size()];
        for (Representation.Term term : representation.terms()) {
            distance.require(term.part());
            weights[matrices.size()] = term.weight();
            List<Fingerprint> fingerprints =
                    bank.counts(term.part()).stream()
                            .map(counts -> distance.fingerprint(counts.distribution()))
                            .toList();
            matrices.add(
                    DistanceMatrix.measure(
                            distance,
                            bank.tasks().stream().map(StudyTask::id).toList(),
                            fingerprints,
                            threads));
        }
        return DistanceMatrix.sum(representation.name(distance.name()), matrices, weights);
    }

    static double[] weigh(
            StudyBank bank,
            DistanceMatrix matrix,
            DistanceRule rule,
            Adjustment adjustment,
            Scope scope,
            int task) {
        int[] admitted = admitted(bank, scope, task);
        double[] values = new double[admitted.length];
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < admitted.length; i++) {
            values[i] = matrix.values()[task][admitted[i]];
            entries.add(bank.tasks().get(admitted[i]).id());
        }
        DistanceRow row =
                new DistanceRow(matrix.distance(), bank.tasks().get(task).id(), entries, values);
        return adjustment.of(rule.weigh(row), bank.gram().updates());
    }

    /// The places of the entries that may serve a task.
    ///
    /// @throws StudyException if there are none
    static int[] admitted(StudyBank bank, Scope scope, int task) {
        StudyTask asked = bank.tasks().get(task);
        int[] places = new int[bank.tasks().size()];
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            if (scope.admits(asked, bank.tasks().get(i))) {
                places[count++] = i;
            }
        }
        if (count == 0) {
            throw new StudyException(
                    bank.directory(),
                    "%s of '%s'".formatted(scope.label(), asked.id()),
                    "an entry that may serve it",
                    "none: every other entry is of family '%s'"
                            .formatted(asked.family().orElse("")));
        }
        return Arrays.copyOf(places, count);
    }
}
