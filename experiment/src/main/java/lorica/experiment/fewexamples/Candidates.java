package lorica.experiment.fewexamples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import lorica.coefficient.Coefficients;
import lorica.coefficient.Normalized;
import lorica.coefficient.Truncation;
import lorica.distance.DistanceRow;

/// The mixtures that forward passes choose among, from distances to the entries alone.
///
/// @param rows distances to the same entries, each on another part of the examples
/// @param pool the most entries a mixture is of, but for the given one
/// @param given weights that somebody chose by the first row
record Candidates(List<DistanceRow> rows, int pool, Optional<Coefficients> given) {
    private static final double[] TEMPERATURES = {0.15, 0.3, 0.7};
    private static final int[] KEPT = {3, 12};
    private static final int ALONE = 4;

    Candidates {
        rows = List.copyOf(rows);
    }

    /// Weights over the entries.
    ///
    /// @param row the distances that they are from
    record Candidate(String label, DistanceRow row, double[] weights) {
        Candidate scaled(double factor) {
            double[] scaled = weights.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= factor;
            }
            return new Candidate(
                    String.format(Locale.ROOT, "%s, λ = %s", label, factor), row, scaled);
        }
    }

    /// What was given, rules at every temperature, cut to their largest weights, then the nearest
    /// entries alone.
    List<Candidate> all() {
        List<Candidate> all = new ArrayList<>();
        given.ifPresent(
                chosen -> all.add(new Candidate("as chosen", rows.getFirst(), chosen.weights())));
        for (DistanceRow row : rows) {
            for (double temperature : TEMPERATURES) {
                for (int kept : KEPT) {
                    all.add(mixture(row, temperature, Math.min(kept, pool)));
                }
            }
        }
        Set<Integer> alone = new LinkedHashSet<>();
        for (DistanceRow row : rows) {
            for (int entry : nearest(row, ALONE)) {
                if (alone.add(entry)) {
                    double[] weights = new double[row.entries().size()];
                    weights[entry] = 1;
                    all.add(
                            new Candidate(
                                    "'%s' alone".formatted(row.entries().get(entry)),
                                    row,
                                    weights));
                }
            }
        }
        return all;
    }

    private static Candidate mixture(DistanceRow row, double temperature, int kept) {
        Coefficients weights =
                new Truncation(OptionalInt.of(kept), OptionalDouble.empty())
                        .of(new Normalized(temperature).weigh(row));
        return new Candidate(
                String.format(
                        Locale.ROOT,
                        "%s, normalized, τ = %s, k = %d",
                        row.distance(),
                        temperature,
                        kept),
                row,
                weights.weights());
    }

    /// Places of the nearest entries, nearest first; of equal ones the earlier.
    static List<Integer> nearest(DistanceRow row, int most) {
        return IntStream.range(0, row.values().length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> row.values()[i]))
                .limit(most)
                .toList();
    }
}
