package lorica.volterra.network;

import java.util.Arrays;
import lorica.volterra.network.GdnOptions.Encoding;
import lorica.volterra.process.GaussianProjection;
import lorica.volterra.process.Paths;

/// Where coordinates are taken at each time: a reference point and a scale of x_t and a scale of
/// its last step, from the values of the training paths up to that time alone, and one reference
/// covariance.
///
/// The mean of N paths misses the law's by 1/√N of the spread, anew at each time, and a network
/// that is right in one time's frame is wrong by that much in the next's. So each coordinate of the
/// reference, and the logarithm of each scale, is read at t off the least-squares line through its
/// values at the last [#WINDOW] times: exact for a mean that moves evenly and a spread that grows
/// by a factor, with about 4/20 of the variance.
///
/// Nothing of a target is in the frame of its time: the paths' x_t are observed when the value
/// after them is predicted. All models and baselines use the same frames.
final class Frames {
    private static final int WINDOW = 20;

    private final double[][] references;
    private final double[] scales;
    private final double[] steps;
    private final double[] covariance;

    /// The frame of one time.
    ///
    /// @param step the root mean square of a coordinate of x_t − x_{t−1}
    record Frame(double[] reference, double scale, double step) {}

    private Frames(double[][] references, double[] scales, double[] steps, double[] covariance) {
        this.references = references;
        this.scales = scales;
        this.steps = steps;
        this.covariance = covariance;
    }

    static Frames of(Encoding encoding, Paths training, GaussianProjection projection) {
        int d = training.dimension();
        double[][] references = new double[training.horizon() + 2][d];
        double[] scales = new double[training.horizon() + 2];
        double[] steps = new double[training.horizon() + 2];
        double[] covariance = new double[d];
        if (encoding == Encoding.EUCLIDEAN) {
            Arrays.fill(scales, 1);
            Arrays.fill(steps, 1);
            Arrays.fill(covariance, 1);
            return new Frames(references, scales, steps, covariance);
        }
        for (int t = -1; t <= training.horizon(); t++) {
            references[t + 1] = mean(training, t);
            scales[t + 1] = spread(training, t, references[t + 1]);
            steps[t + 1] = step(training, t);
        }
        smooth(references, scales, steps);
        // Covariances commute, so their barycentre is the exponential of the mean logarithm.
        for (int n = 0; n < training.count(); n++) {
            double[] spectrum =
                    projection.covarianceSpectrum(training.values(), training.offset(n, 0));
            for (int i = 0; i < d; i++) {
                covariance[i] += Math.log(spectrum[i]) / training.count();
            }
        }
        for (int i = 0; i < d; i++) {
            covariance[i] = Math.exp(covariance[i]);
        }
        return new Frames(references, scales, steps, covariance);
    }

    /// Replaces values of each time, from −1 on, by those of their lines.
    private static void smooth(double[][] references, double[] scales, double[] steps) {
        for (int i = 0; i < references[0].length; i++) {
            double[] coordinate = new double[references.length];
            for (int k = 0; k < coordinate.length; k++) {
                coordinate[k] = references[k][i];
            }
            for (int k = 0; k < coordinate.length; k++) {
                references[k][i] = onLine(coordinate, Math.max(0, k - WINDOW + 1), k);
            }
        }
        smoothLogarithm(scales, 0);
        smoothLogarithm(steps, 1); // before time 0 there is no step
    }

    private static void smoothLogarithm(double[] values, int first) {
        double[] logarithms = Arrays.stream(values).map(Math::log).toArray();
        for (int k = first; k < values.length; k++) {
            values[k] = Math.exp(onLine(logarithms, Math.max(first, k - WINDOW + 1), k));
        }
    }

    /// The value at the last of the times `from … to` of the least-squares line through the values
    /// at these times; the value itself where there are fewer than three.
    static double onLine(double[] values, int from, int to) {
        int n = to - from + 1;
        if (n < 3) {
            return values[to];
        }
        double mean = 0;
        double slope = 0;
        double squares = 0;
        for (int k = from; k <= to; k++) {
            double time = k - (from + to) / 2.0;
            mean += values[k] / n;
            slope += time * values[k];
            squares += time * time;
        }
        return mean + slope / squares * (n - 1) / 2;
    }

    private static double[] mean(Paths paths, int t) {
        double[] mean = new double[paths.dimension()];
        for (int n = 0; n < paths.count(); n++) {
            int at = paths.offset(n, t);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += paths.values()[at + i] / paths.count();
            }
        }
        return mean;
    }

    /// The root of the mean squared coordinate from the mean; 1 where all paths are in one place.
    private static double spread(Paths paths, int t, double[] mean) {
        double sum = 0;
        for (int n = 0; n < paths.count(); n++) {
            int at = paths.offset(n, t);
            for (int i = 0; i < mean.length; i++) {
                double difference = paths.values()[at + i] - mean[i];
                sum += difference * difference;
            }
        }
        double spread = Math.sqrt(sum / paths.count() / mean.length);
        return spread > 0 ? spread : 1;
    }

    /// 1 where no path moved, and before there is a step.
    private static double step(Paths paths, int t) {
        double sum = 0;
        for (int n = 0; t >= 0 && n < paths.count(); n++) {
            for (int i = 0; i < paths.dimension(); i++) {
                double difference =
                        paths.values()[paths.offset(n, t) + i]
                                - paths.values()[paths.offset(n, t - 1) + i];
                sum += difference * difference;
            }
        }
        double step = Math.sqrt(sum / paths.count() / paths.dimension());
        return step > 0 ? step : 1;
    }

    /// t from −1.
    Frame at(int t) {
        return new Frame(references[t + 1], scales[t + 1], steps[t + 1]);
    }

    /// The eigenvalues of the reference covariance, in the eigenbasis of σ.
    double[] covariance() {
        return covariance;
    }
}
