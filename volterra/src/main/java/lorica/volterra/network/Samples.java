package lorica.volterra.network;

import lorica.torch.NativeTensor;
import lorica.volterra.network.Frames.Frame;
import lorica.volterra.network.GdnOptions.Decoding;
import lorica.volterra.process.GaussianProjection;
import lorica.volterra.process.Paths;
import lorica.volterra.process.VolterraProcess;

/// The samples of one time t: windows (x_{t−2}, x_{t−1}, x_t) as a network sees them, and the
/// Gaussians that the next value is projected to. Before time −1 a window repeats x_{−1}, so that
/// t = 0 is trained too.
///
/// @param inputs `[n, 3·d]`
record Samples(int t, int count, float[] inputs, IntrinsicLoss targets) {
    /// Points in a window.
    static final int WINDOW = 3;

    /// Samples of every path at time t.
    static Samples of(
            VolterraProcess process, Paths paths, Frames frames, Decoding decoding, int t) {
        GaussianProjection projection = new GaussianProjection(process);
        int d = paths.dimension();
        int n = paths.count();
        float[] inputs = new float[n * WINDOW * d];
        double[] means = new double[n * d];
        double[] logarithms = new double[n * d];
        Frame present = frames.at(t);
        boolean fromPresent = decoding == Decoding.PRESENT;
        double unit = fromPresent ? present.step() : present.scale();
        for (int path = 0; path < n; path++) {
            for (int k = 0; k < WINDOW; k++) {
                int time = Math.max(-1, t - 2 + k);
                Frame frame = frames.at(time);
                int at = paths.offset(path, time);
                for (int i = 0; i < d; i++) {
                    inputs[(path * WINDOW + k) * d + i] =
                            (float)
                                    ((paths.values()[at + i] - frame.reference()[i])
                                            / frame.scale());
                }
            }
            double[] current = paths.at(path, t);
            double[] mean = projection.mean(paths.at(path, t - 1), current);
            double[] origin = fromPresent ? current : present.reference();
            double[] spectrum =
                    projection.covarianceSpectrum(paths.values(), paths.offset(path, t));
            for (int i = 0; i < d; i++) {
                means[path * d + i] = (mean[i] - origin[i]) / unit;
                logarithms[path * d + i] = Math.log(spectrum[i] / frames.covariance()[i]);
            }
        }
        return new Samples(t, n, inputs, new IntrinsicLoss(d, unit, means, logarithms));
    }

    /// The inputs `[n, 3·d]`.
    NativeTensor tensor() {
        return NativeTensor.of(inputs, count, inputs.length / count);
    }

    /// The inputs and t/horizon `[n, 3·d + 1]`.
    NativeTensor tensorWithTime(int horizon) {
        int width = inputs.length / count;
        float[] more = new float[inputs.length + count];
        for (int row = 0; row < count; row++) {
            System.arraycopy(inputs, row * width, more, row * (width + 1), width);
            more[row * (width + 1) + width] = (float) t / horizon;
        }
        return NativeTensor.of(more, count, width + 1);
    }
}
