package lorica.experiment.alignment;

import java.util.random.RandomGenerator;

/// A client's regression: `Y = X·B + σE`, `X [samples, features]` and E normal, and the estimate
/// `(XᵀX)⁻¹XᵀY` of the coefficients `B [features, outputs]`, columns one after another.
final class LeastSquares {
    private LeastSquares() {}

    /// Coefficients estimated from drawn samples.
    static double[] estimate(
            double[] coefficients,
            int features,
            int samples,
            double sigma,
            RandomGenerator random) {
        int outputs = coefficients.length / features;
        double[] gram = new double[features * features];
        double[] right = new double[coefficients.length];
        double[] x = new double[features];
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < features; i++) {
                x[i] = random.nextGaussian();
            }
            for (int i = 0; i < features; i++) {
                for (int j = 0; j <= i; j++) {
                    gram[i * features + j] += x[i] * x[j];
                }
            }
            for (int o = 0; o < outputs; o++) {
                double y = sigma * random.nextGaussian();
                for (int i = 0; i < features; i++) {
                    y += x[i] * coefficients[o * features + i];
                }
                for (int i = 0; i < features; i++) {
                    right[o * features + i] += y * x[i];
                }
            }
        }
        double[] factor = cholesky(gram, features);
        for (int o = 0; o < outputs; o++) {
            solve(factor, features, right, o * features);
        }
        return right;
    }

    /// The lower factor of a positive definite matrix whose lower half is filled.
    static double[] cholesky(double[] matrix, int size) {
        double[] factor = matrix.clone();
        for (int j = 0; j < size; j++) {
            for (int i = j; i < size; i++) {
                double sum = factor[i * size + j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i * size + k] * factor[j * size + k];
                }
                factor[i * size + j] = i == j ? Math.sqrt(sum) : sum / factor[j * size + j];
            }
            if (!(factor[j * size + j] > 0)) {
                throw new IllegalArgumentException(
                        "least squares: expected at least as many independent samples as the %d"
                                        .formatted(size)
                                + " features, found fewer");
            }
        }
        return factor;
    }

    /// Solves in place for one right side.
    static void solve(double[] factor, int size, double[] right, int at) {
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                right[at + i] -= factor[i * size + k] * right[at + k];
            }
            right[at + i] /= factor[i * size + i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                right[at + i] -= factor[k * size + i] * right[at + k];
            }
            right[at + i] /= factor[i * size + i];
        }
    }
}
