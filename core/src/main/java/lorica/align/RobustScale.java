package lorica.align;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Median and spread of scores of which less than half may be anything.
///
/// ```
/// z(x) = (x − median) / scale,   scale = max(1.4826·MAD, floor)
/// ```
///
/// 1.4826 makes the median absolute deviation the standard deviation of normal scores.
record RobustScale(double median, double scale) {
    static final double NORMAL = 1.4826;

    /// Draws that a critical value is the quantile of.
    private static final int DRAWS = 2000;

    private static final double FAMILY = 0.05;
    private static final double LEAST = 3;
    private static final int MOST = 1 << 21;

    static RobustScale of(double[] scores, double floor) {
        double median = median(scores);
        double[] deviations = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            deviations[i] = Math.abs(scores[i] - median);
        }
        return new RobustScale(median, Math.max(NORMAL * median(deviations), floor));
    }

    double z(double score) {
        if (scale == 0) {
            return score == median ? 0 : Math.copySign(Double.POSITIVE_INFINITY, score - median);
        }
        return (score - median) / scale;
    }

    static double median(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("median: expected at least one value, found none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// The z that the largest of `tests·count` normal scores exceeds in one collection of twenty,
    /// by seeded draws, but at least 3: median and MAD of few scores are uncertain themselves.
    static double critical(int count, int tests) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(count);
        int draws = Math.max(200, Math.min(DRAWS, MOST / count));
        double[] largest = new double[draws];
        double[] scores = new double[count];
        for (int draw = 0; draw < draws; draw++) {
            for (int i = 0; i < count; i++) {
                scores[i] = random.nextGaussian();
            }
            RobustScale scale = of(scores, 0);
            double max = 0;
            for (double score : scores) {
                max = Math.max(max, scale.z(score));
            }
            largest[draw] = max;
        }
        Arrays.sort(largest);
        return Math.max(LEAST, largest[(int) Math.floor((1 - FAMILY / tests) * (draws - 1))]);
    }
}
