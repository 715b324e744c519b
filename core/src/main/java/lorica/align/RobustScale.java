package lorica.align;

import java.util.Arrays;
import java.util.function.Function;
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
    private static final int STEPS = 20;
    private static final double BULK = 2.5;

    /// The standard deviation of a normal score that is within 2.5.
    private static final double WITHIN = 0.9546;

    static RobustScale of(double[] scores, double floor) {
        double median = median(scores);
        double[] deviations = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            deviations[i] = Math.abs(scores[i] - median);
        }
        return new RobustScale(median, Math.max(NORMAL * median(deviations), floor));
    }

    /// Of the benign bulk: from the shortest half of the scores on, the mean and the standard
    /// deviation of those within 2.5 of it, until they stay. With three in ten on one side, median
    /// and MAD are off by half a standard deviation and by 1.8; these follow the bulk.
    static RobustScale ofBulk(double[] scores, double floor) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2 + 1;
        int begin = 0;
        for (int i = 1; i + half <= sorted.length; i++) {
            boolean shorter =
                    sorted[i + half - 1] - sorted[i] < sorted[begin + half - 1] - sorted[begin];
            begin = shorter ? i : begin;
        }
        double centre = (sorted[begin] + sorted[begin + half - 1]) / 2;
        double spread = (sorted[begin + half - 1] - sorted[begin]) / 2 * NORMAL;
        int count = 0;
        for (int step = 0; step < STEPS; step++) {
            double reach = BULK * Math.max(spread, floor);
            double sum = 0;
            double squares = 0;
            int within = 0;
            for (double score : sorted) {
                if (Math.abs(score - centre) <= reach) {
                    sum += score;
                    within++;
                }
            }
            if (within == count) {
                break;
            }
            double mean = sum / within;
            for (double score : sorted) {
                if (Math.abs(score - centre) <= reach) {
                    squares += (score - mean) * (score - mean);
                }
            }
            count = within;
            centre = mean;
            spread = Math.sqrt(squares / Math.max(1, within - 1)) / WITHIN;
        }
        return new RobustScale(centre, Math.max(spread, floor));
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
        return critical(count, tests, scores -> of(scores, 0));
    }

    /// The same for [#ofBulk].
    static double criticalOfBulk(int count, int tests) {
        return critical(count, tests, scores -> ofBulk(scores, 0));
    }

    private static double critical(int count, int tests, Function<double[], RobustScale> estimate) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(count);
        int draws = Math.max(200, Math.min(DRAWS, MOST / count));
        double[] largest = new double[draws];
        double[] scores = new double[count];
        for (int draw = 0; draw < draws; draw++) {
            for (int i = 0; i < count; i++) {
                scores[i] = random.nextGaussian();
            }
            RobustScale scale = estimate.apply(scores);
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
