package lorica.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an alignment is compared with: one update for all clients.
///
/// ```
/// average            mean of all
/// coordinate median  the median of every element (Yin et al. 2018)
/// trimmed mean       of every element, without the ⌊K/5⌋ largest and smallest (same)
/// Krum               the update nearest to its K − f − 2 nearest, f = ⌊3K/10⌋
///                    (Blanchard et al. 2017)
/// geometric median   the point of least total distance (Pillutla et al. 2019)
/// ```
///
/// Local estimates need no code; `P·Θ̂ₖ` is [Alignment#projected]. Distances pool the modules, each
/// in units of its median norm.
public enum Baseline {
    AVERAGE,
    COORDINATE_MEDIAN,
    TRIMMED_MEAN,
    KRUM,
    GEOMETRIC_MEDIAN;

    /// The name in tables.
    public String label() {
        return this == KRUM ? "Krum" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// The update by module, columns one after another.
    public SortedMap<String, double[]> of(Updates updates) {
        int n = updates.count();
        return switch (this) {
            case AVERAGE -> updates.sum(SharedSubspace.constant(n, 1.0 / n));
            case COORDINATE_MEDIAN -> byCoordinate(updates, (n - 1) / 2);
            case TRIMMED_MEAN -> byCoordinate(updates, n / 5);
            case KRUM -> {
                double[] weights = new double[n];
                weights[krum(updates.products())] = 1;
                yield updates.sum(weights);
            }
            case GEOMETRIC_MEDIAN -> updates.sum(GeometricMedian.of(updates.products()).weights());
        };
    }

    private static SortedMap<String, double[]> byCoordinate(Updates updates, int cut) {
        SortedMap<String, double[]> all = new TreeMap<>();
        updates.modules().forEach((name, blocks) -> all.put(name, byCoordinate(blocks, cut)));
        return all;
    }

    private static double[] byCoordinate(Blocks blocks, int cut) {
        double[] result = new double[blocks.blocks().getFirst().length];
        double[] values = new double[blocks.count()];
        for (int i = 0; i < result.length; i++) {
            for (int k = 0; k < values.length; k++) {
                values[k] = blocks.blocks().get(k)[i];
            }
            Arrays.sort(values);
            double sum = 0;
            for (int k = cut; k < values.length - cut; k++) {
                sum += values[k];
            }
            result[i] = sum / (values.length - 2 * cut);
        }
        return result;
    }

    private static int krum(double[][] products) {
        int n = products.length;
        int nearest = Math.max(1, n - 3 * n / 10 - 2);
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] squares = new double[n - 1];
            int at = 0;
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    squares[at++] = products[i][i] + products[j][j] - 2 * products[i][j];
                }
            }
            Arrays.sort(squares);
            scores.add(Arrays.stream(squares).limit(nearest).sum());
        }
        int best = 0;
        for (int i = 1; i < n; i++) {
            best = scores.get(i) < scores.get(best) ? i : best;
        }
        return best;
    }
}
