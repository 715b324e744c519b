package lorica.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// How far two lists of numbers rise together, in [−1, 1].
///
/// Empty where one of the lists is constant, or both have fewer than two numbers: then nothing can
/// be said.
public final class Correlation {
    private Correlation() {}

    /// Pearson's: covariance over the product of the standard deviations.
    public static OptionalDouble pearson(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "correlation: expected as many numbers on both sides, found %d and %d"
                            .formatted(x.length, y.length));
        }
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double product = 0;
        double squareX = 0;
        double squareY = 0;
        for (int i = 0; i < x.length; i++) {
            product += (x[i] - meanX) * (y[i] - meanY);
            squareX += (x[i] - meanX) * (x[i] - meanX);
            squareY += (y[i] - meanY) * (y[i] - meanY);
        }
        if (constant(x) || constant(y) || !(squareX > 0 && squareY > 0)) {
            return OptionalDouble.empty();
        }
        double correlation = product / (Math.sqrt(squareX) * Math.sqrt(squareY));
        return OptionalDouble.of(Math.clamp(correlation, -1, 1));
    }

    /// Spearman's: Pearson's of the ranks; equal numbers share the mean of their ranks.
    public static OptionalDouble spearman(double[] x, double[] y) {
        return pearson(ranks(x), ranks(y));
    }

    private static boolean constant(double[] x) {
        return x.length < 2 || Arrays.stream(x).allMatch(value -> value == x[0]);
    }

    private static boolean equal(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    /// 0 the smallest; equal numbers share the mean of their ranks, as do NaNs, which come last.
    public static double[] ranks(double[] x) {
        int[] order =
                IntStream.range(0, x.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> x[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] ranks = new double[x.length];
        for (int first = 0; first < order.length; ) {
            int end = first + 1;
            while (end < order.length && equal(x[order[end]], x[order[first]])) {
                end++;
            }
            for (int i = first; i < end; i++) {
                ranks[order[i]] = (first + end - 1) / 2.0;
            }
            first = end;
        }
        return ranks;
    }
}
