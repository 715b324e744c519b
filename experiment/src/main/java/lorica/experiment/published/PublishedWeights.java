package lorica.experiment.published;

import java.util.List;
import java.util.SplittableRandom;
import lorica.distribution.TokenCounts;

/// Distances and weights as the released code computes them.
///
/// Where it differs from the paper's equations, which the rest of Lorica follows:
///
/// ```
/// histogram   V − 1 bins: ids V−2 and V−1 share the last one
/// KL          1e-10 is added to every bin; nothing is renormalised
/// MMD         multiscale kernel on 1,000 ids of each side, drawn with replacement anew for every
///             pair, in float
/// normalized  mean and standard deviation over the whole row, the self-distance included; the
///             entry itself is masked afterwards
/// ```
///
/// The code draws without a seed; here the draws of a pair depend on the seed and the pair. JS and
/// WD are the equations on V − 1 bins.
public final class PublishedWeights {
    /// The distances that the code has, by Lorica's names.
    public static final List<String> DISTANCES = List.of("wd", "kl", "js", "mmd");

    private static final double EPSILON = 1e-10;
    private static final int SAMPLES = 1_000;
    private static final float[] SCALES = {0.2f, 0.5f, 0.9f, 1.3f};

    private PublishedWeights() {}

    /// All distances `[of][to]`, self-distances included.
    public static double[][] distances(String distance, List<TokenCounts> counts, long seed) {
        List<double[]> histograms = counts.stream().map(PublishedWeights::histogram).toList();
        int n = counts.size();
        double[][] values = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double[] p = histograms.get(i);
                double[] q = histograms.get(j);
                values[i][j] =
                        switch (distance) {
                            case "wd" -> wasserstein(p, q);
                            case "kl" -> kullbackLeibler(p, q);
                            case "js" -> jensenShannon(p, q);
                            case "mmd" ->
                                    sampledMmd(
                                            counts.get(i),
                                            counts.get(j),
                                            new SplittableRandom(seed * 31 + (long) i * n + j));
                            default ->
                                    throw new IllegalArgumentException(
                                            "published distance: expected one of %s, found '%s'"
                                                    .formatted(DISTANCES, distance));
                        };
            }
        }
        return values;
    }

    /// The weights `[task][entry]` of a rule, `attentional` or `normalized`.
    public static double[][] weights(String rule, double[][] distances) {
        double[][] weights = new double[distances.length][];
        for (int i = 0; i < weights.length; i++) {
            weights[i] =
                    switch (rule) {
                        case "attentional" -> maskedSoftmin(distances[i], i, 0, 1);
                        case "normalized" -> normalized(distances[i], i);
                        default ->
                                throw new IllegalArgumentException(
                                        "published rule: expected attentional or normalized, found '%s'"
                                                .formatted(rule));
                    };
        }
        return weights;
    }

    static double[] histogram(TokenCounts counts) {
        double[] histogram = new double[counts.vocabulary() - 1];
        double total = counts.total();
        for (int i = 0; i < counts.tokens().length; i++) {
            int bin = Math.min(counts.tokens()[i], histogram.length - 1);
            histogram[bin] += counts.counts()[i] / total;
        }
        return histogram;
    }

    private static double wasserstein(double[] p, double[] q) {
        double difference = 0;
        double distance = 0;
        for (int k = 0; k < p.length; k++) {
            difference += p[k] - q[k];
            distance += Math.abs(difference);
        }
        return distance;
    }

    static double kullbackLeibler(double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            double a = p[k] + EPSILON;
            sum += a * Math.log(a / (q[k] + EPSILON));
        }
        return sum;
    }

    private static double jensenShannon(double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            double middle = (p[k] + q[k]) / 2;
            sum += p[k] > 0 ? p[k] * Math.log(p[k] / middle) : 0;
            sum += q[k] > 0 ? q[k] * Math.log(q[k] / middle) : 0;
        }
        return sum / 2;
    }

    private static double sampledMmd(TokenCounts p, TokenCounts q, SplittableRandom random) {
        float[] x = draw(p, random);
        float[] y = draw(q, random);
        return meanKernel(x, x) + meanKernel(y, y) - 2 * meanKernel(x, y);
    }

    private static float[] draw(TokenCounts counts, SplittableRandom random) {
        long[] upTo = new long[counts.counts().length];
        long total = 0;
        for (int i = 0; i < upTo.length; i++) {
            total += counts.counts()[i];
            upTo[i] = total;
        }
        float[] ids = new float[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            int at = java.util.Arrays.binarySearch(upTo, random.nextLong(total) + 1);
            ids[s] = counts.tokens()[at >= 0 ? at : -at - 1];
        }
        return ids;
    }

    /// Squared differences as x² + y² − 2xy in float, whose cancellation is the code's.
    private static float meanKernel(float[] x, float[] y) {
        double sum = 0;
        for (float a : x) {
            for (float b : y) {
                float squared = a * a + b * b - 2 * a * b;
                for (float scale : SCALES) {
                    sum += scale * scale / (scale * scale + squared);
                }
            }
        }
        return (float) (sum / ((double) x.length * y.length));
    }

    private static double[] normalized(double[] row, int self) {
        double mean = 0;
        for (double value : row) {
            mean += value / row.length;
        }
        double variance = 0;
        for (double value : row) {
            variance += (value - mean) * (value - mean) / row.length;
        }
        double deviation = Math.sqrt(variance);
        return maskedSoftmin(row, self, mean, deviation > 0 ? deviation : 1);
    }

    private static double[] maskedSoftmin(double[] row, int self, double mean, double deviation) {
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < row.length; j++) {
            least = j == self ? least : Math.min(least, (row[j] - mean) / deviation);
        }
        double[] weights = new double[row.length];
        double total = 0;
        for (int j = 0; j < row.length; j++) {
            weights[j] = j == self ? 0 : Math.exp(least - (row[j] - mean) / deviation);
            total += weights[j];
        }
        for (int j = 0; j < row.length; j++) {
            weights[j] /= total;
        }
        return weights;
    }
}
