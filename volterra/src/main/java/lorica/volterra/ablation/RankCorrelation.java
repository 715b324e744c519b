package lorica.volterra.ablation;

import java.util.OptionalDouble;

/// Spearman's rank correlation.
final class RankCorrelation {
    private RankCorrelation() {}

    /// Pearson's correlation of the places, equal values sharing the mean of theirs; none of fewer
    /// than three values, or where one list is all equal.
    static OptionalDouble of(double[] one, double[] other) {
        if (one.length < 3) {
            return OptionalDouble.empty();
        }
        double mean = (one.length + 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < one.length; i++) {
            double a = place(one, i) - mean;
            double b = place(other, i) - mean;
            ab += a * b;
            aa += a * a;
            bb += b * b;
        }
        return aa == 0 || bb == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(ab / Math.sqrt(aa * bb));
    }

    private static double place(double[] values, int i) {
        int below = 0;
        int equal = 0;
        for (double other : values) {
            below += other < values[i] ? 1 : 0;
            equal += other == values[i] ? 1 : 0;
        }
        return below + (equal + 1) / 2.0;
    }
}
