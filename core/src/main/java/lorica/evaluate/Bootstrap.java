package lorica.evaluate;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Resampling of datasets with replacement.
///
/// Same seed, same numbers. Resample `b` draws `n` of the `n` datasets; an interval is between the
/// `(1−c)/2` and `(1+c)/2` quantiles of the resampled statistic, linearly interpolated. Limits: it
/// says how the result varies with the choice of datasets, not of rows within them; below some ten
/// datasets the intervals are too narrow. Source: Efron and Tibshirani 1993; Koehn 2004;
/// docs/methods/bootstrap.md.
public record Bootstrap(int resamples, double confidence, long seed) {
    public Bootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException(
                    "resamples: expected at least 1, found " + resamples);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence: expected a number in (0, 1), found " + confidence);
        }
    }

    /// 10,000 resamples, 95 %, seed 0.
    public static Bootstrap defaults() {
        return new Bootstrap(10_000, 0.95, 0);
    }

    /// The percentile interval of a mean over datasets.
    public Interval mean(double[] values) {
        return interval(average(values), resampledMeans(values));
    }

    /// Compares two methods on the same datasets, in the same order.
    public PairedTest compare(double[] a, double[] b) {
        double[] differences = differences(a, b);
        double[] means = resampledMeans(differences);
        long notBetter = Arrays.stream(means).filter(mean -> mean <= 0).count();
        int better = (int) Arrays.stream(differences).filter(value -> value > 0).count();
        return new PairedTest(
                interval(average(differences), means),
                (1 + notBetter) / (1.0 + resamples),
                better,
                differences.length);
    }

    private static double[] differences(double[] a, double[] b) {
        if (a.length != b.length || a.length == 0) {
            throw new IllegalArgumentException(
                    "paired comparison: expected the same datasets on both sides, at least one;"
                            + " found %d and %d".formatted(a.length, b.length));
        }
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
        }
        return differences;
    }

    private double[] resampledMeans(double[] values) {
        RandomGenerator random = random();
        double[] means = new double[resamples];
        for (int b = 0; b < resamples; b++) {
            double total = 0;
            for (int i = 0; i < values.length; i++) {
                total += values[random.nextInt(values.length)];
            }
            means[b] = total / values.length;
        }
        return means;
    }

    RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// @param resampled sorted in place
    Interval interval(double estimate, double[] resampled) {
        Arrays.sort(resampled);
        return new Interval(
                estimate,
                quantile(resampled, (1 - confidence) / 2),
                quantile(resampled, (1 + confidence) / 2),
                confidence);
    }

    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    static double average(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("average: expected at least one value, found none");
        }
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total / values.length;
    }
}
