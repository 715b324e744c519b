package lorica.experiment.compare;

import java.util.OptionalDouble;

/// Places of values, and Spearman's correlation of two lists of them.
final class Ranks {
    private Ranks() {}

    /// 1 the smallest; equal values share the mean of their places.
    static double[] of(double[] values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = 0;
            int equal = 0;
            for (double other : values) {
                below += other < values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            ranks[i] = below + (equal + 1) / 2.0;
        }
        return ranks;
    }

    /// Pearson's correlation of the places; none of fewer than three values, or where one list is
    /// all equal.
    static OptionalDouble correlation(double[] one, double[] other) {
        if (one.length < 3) {
            return OptionalDouble.empty();
        }
        double[] a = of(one);
        double[] b = of(other);
        double mean = (one.length + 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }
        return aa == 0 || bb == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(ab / Math.sqrt(aa * bb));
    }
}
