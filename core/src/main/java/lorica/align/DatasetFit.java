package lorica.align;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// How well adapters fit the datasets that they are listed with.
///
/// ```
/// fit(i, d)  = correlation over the other entries k of cos(ΔWᵢ, ΔWₖ) with −ρ(D_d, Dₖ)
/// contrary:    fit(i, i) ≤ −0.2,   z = fit/(its standard error by the jackknife over k)
/// exchanged:   gain = fit(i, j) + fit(j, i) − fit(i, i) − fit(j, j) ≥ 0.2,   z likewise, and
///              both fits after the exchange above both before it;   k ∉ {i, j}
/// ```
///
/// An adapter is like those of the datasets that its own is like. A flipped one is least like
/// them; of two exchanged ones each fits the other's dataset. z is beyond what the largest of all
/// entries, or pairs, passes in one bank of twenty if normal. Of pairs with an entry in common that
/// of the largest gain counts. Exchanges among datasets at the same distances from all others
/// cannot be seen. Fewer than 16 entries say nothing. Ours. Source: docs/methods/bank-audit.md.
///
/// @param cosines of updates
/// @param distances of datasets, in the order of the cosines
record DatasetFit(double[][] cosines, double[][] distances) {
    /// Below it a fit or a gain is no evidence.
    private static final double LEAST = 0.2;

    private static final int FEWEST = 16;
    private static final double FAMILY = 0.05;
    private static final double ROUNDING = 1e-12;

    /// @param entry its index
    record Contrary(int entry, double fit, double z) {}

    /// @param one the index of an entry
    record Exchange(int one, int other, double gain, double z) {}

    /// Entries whose fit is negative.
    ///
    /// @param tests that share the one bank of twenty
    List<Contrary> contrary(int tests) {
        int n = cosines.length;
        List<Contrary> contrary = new ArrayList<>();
        for (int i = 0; n >= FEWEST && i < n; i++) {
            Sums[] sums = sums(i, i);
            double fit = sums[2].correlation();
            if (fit <= -LEAST) {
                double z = fit / standardError(sums, i, i, all -> all[2].correlation());
                if (-z > normalQuantile(FAMILY / tests / n)) {
                    contrary.add(new Contrary(i, fit, z));
                }
            }
        }
        return contrary;
    }

    /// The pairs, that of the largest gain first.
    ///
    /// @param tests that share the one bank of twenty
    List<Exchange> exchanges(int tests) {
        int n = cosines.length;
        if (n < FEWEST) {
            return List.of();
        }
        double critical = normalQuantile(FAMILY / tests / (n * (n - 1) / 2.0));
        List<Exchange> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                Sums[] sums = sums(i, j);
                double gain = gain(sums);
                if (gain >= LEAST && bothFitBetter(sums)) {
                    double z = gain / standardError(sums, i, j, DatasetFit::gain);
                    if (z > critical) {
                        all.add(new Exchange(j, i, gain, z));
                    }
                }
            }
        }
        all.sort(Comparator.comparingDouble(Exchange::gain).reversed());
        Set<Integer> taken = new HashSet<>();
        List<Exchange> exchanges = new ArrayList<>();
        for (Exchange exchange : all) {
            if (!taken.contains(exchange.one()) && !taken.contains(exchange.other())) {
                taken.add(exchange.one());
                taken.add(exchange.other());
                exchanges.add(exchange);
            }
        }
        return exchanges;
    }

    private static boolean bothFitBetter(Sums[] sums) {
        double after = Math.min(sums[0].correlation(), sums[1].correlation());
        return after > Math.max(sums[2].correlation(), sums[3].correlation());
    }

    /// Of the four correlations of a pair: with the other's dataset twice, with their own twice.
    private Sums[] sums(int i, int j) {
        Sums[] sums = {new Sums(), new Sums(), new Sums(), new Sums()};
        for (int k = 0; k < cosines.length; k++) {
            if (k != i && k != j) {
                add(sums, i, j, k, 1);
            }
        }
        return sums;
    }

    private void add(Sums[] sums, int i, int j, int k, int sign) {
        sums[0].add(cosines[i][k], -distances[j][k], sign);
        sums[1].add(cosines[j][k], -distances[i][k], sign);
        sums[2].add(cosines[i][k], -distances[i][k], sign);
        sums[3].add(cosines[j][k], -distances[j][k], sign);
    }

    private static double gain(Sums[] sums) {
        return sums[0].correlation()
                + sums[1].correlation()
                - sums[2].correlation()
                - sums[3].correlation();
    }

    private double standardError(Sums[] sums, int i, int j, ToDoubleFunction<Sums[]> statistic) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int k = 0; k < cosines.length; k++) {
            if (k != i && k != j) {
                add(sums, i, j, k, -1);
                double without = statistic.applyAsDouble(sums);
                add(sums, i, j, k, 1);
                sum += without;
                squares += without * without;
                count++;
            }
        }
        double spread = Math.max(0, squares - sum * sum / count);
        return Math.sqrt(spread * (count - 1) / count);
    }

    /// The z that a normal score exceeds with a probability below one half: by bisection of
    /// `Q(z) = φ(z)/(z + 1/(z + 2/(z + …)))`.
    static double normalQuantile(double probability) {
        double low = 0.5;
        double high = 40;
        for (int step = 0; step < 100; step++) {
            double z = (low + high) / 2;
            double fraction = z;
            for (int term = 200; term > 0; term--) {
                fraction = z + term / fraction;
            }
            double beyond = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) / fraction;
            if (beyond > probability) {
                low = z;
            } else {
                high = z;
            }
        }
        return low;
    }

    /// The sums of a correlation.
    private static final class Sums {
        private int count;
        private double x;
        private double y;
        private double xx;
        private double yy;
        private double xy;

        void add(double ofX, double ofY, int sign) {
            count += sign;
            x += sign * ofX;
            y += sign * ofY;
            xx += sign * ofX * ofX;
            yy += sign * ofY * ofY;
            xy += sign * ofX * ofY;
        }

        /// 0 where one of them does not vary.
        double correlation() {
            double ofX = xx - x * x / count;
            double ofY = yy - y * y / count;
            boolean varies = ofX > ROUNDING * xx && ofY > ROUNDING * yy;
            return varies ? (xy - x * y / count) / Math.sqrt(ofX * ofY) : 0;
        }
    }
}
