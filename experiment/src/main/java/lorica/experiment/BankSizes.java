package lorica.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lorica.choice.AutomaticChoice;
import lorica.choice.Candidate;
import lorica.coefficient.DistanceRule;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;
import lorica.mixture.Mixture;

/// How good generated adapters are from banks of other sizes: the defaults of `generate` and the
/// nearest entry alone, with only some of the other entries at hand.
///
/// For each task the other entries are put into one random order by the seed; a bank of size n is
/// the first n of them, so that smaller banks lie in larger ones.
final class BankSizes {
    private BankSizes() {}

    /// Halves of the largest: `N−1, (N−1)/2, …`, down to 2, ascending.
    static List<Integer> sizes(StudyBank bank) {
        List<Integer> sizes = new ArrayList<>();
        for (int size = bank.tasks().size() - 1; size >= 2; size /= 2) {
            sizes.addFirst(size);
        }
        return sizes;
    }

    static String name(String method, int size) {
        return "%s, %d entries".formatted(method, size);
    }

    /// The names of the two methods.
    static List<String> methods(Mixture mixture) {
        return List.of("defaults " + mixture.name(), "nearest");
    }

    /// Two rows a size.
    static List<StudyRow> rows(StudyBank bank, StudyOptions options) throws IOException {
        Candidate usual = AutomaticChoice.defaults();
        DistanceMatrix matrix =
                Weighting.measure(bank, usual.distance(), usual.on(), options.threads());
        Mixture mixture = options.mixtures().getLast();
        List<String> methods = methods(mixture);
        List<StudyRow> rows = new ArrayList<>();
        for (int size : sizes(bank)) {
            double[][] mixed = new double[bank.tasks().size()][];
            double[][] nearest = new double[bank.tasks().size()][];
            for (int task = 0; task < mixed.length; task++) {
                DistanceRow row = among(matrix, bank, task, size, options.seed());
                mixed[task] = weights(bank, usual.rule(), Adjustment.none(), row);
                nearest[task] = weights(bank, usual.rule(), Adjustment.top(1), row);
            }
            rows.add(StudyRow.sized(name(methods.getFirst(), size), mixture, mixed));
            rows.add(StudyRow.sized(name(methods.getLast(), size), mixture, nearest));
        }
        return rows;
    }

    private static double[] weights(
            StudyBank bank, DistanceRule rule, Adjustment adjustment, DistanceRow row) {
        return adjustment.of(rule.weigh(row), bank.gram().updates());
    }

    private static DistanceRow among(
            DistanceMatrix matrix, StudyBank bank, int task, int size, long seed) {
        List<Integer> others =
                new ArrayList<>(
                        IntStream.of(Weighting.admitted(bank, Scope.LEAVE_ONE_OUT, task))
                                .boxed()
                                .toList());
        Collections.shuffle(others, new Random(31 * seed + task));
        List<Integer> kept = others.subList(0, size).stream().sorted().toList();
        return new DistanceRow(
                matrix.distance(),
                bank.tasks().get(task).id(),
                kept.stream().map(place -> bank.tasks().get(place).id()).toList(),
                kept.stream().mapToDouble(place -> matrix.values()[task][place]).toArray());
    }
}
