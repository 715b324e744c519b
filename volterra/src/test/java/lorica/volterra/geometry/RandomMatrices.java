package lorica.volterra.geometry;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Symmetric, positive definite and invertible matrices of a seed.
final class RandomMatrices {
    private final RandomGenerator random;

    RandomMatrices(long seed) {
        random = new SplittableRandom(seed);
    }

    double[] symmetric(int d, double size) {
        double[] a = any(d);
        for (int i = 0; i < a.length; i++) {
            a[i] *= size;
        }
        SquareKernel.symmetrise(d, a);
        return a;
    }

    double[] any(int d) {
        double[] a = new double[d * d];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextGaussian();
        }
        return a;
    }

    /// Eigenvalues between e^(−spread) and e^spread in a random orthogonal basis.
    SpdMatrix positive(int d, double spread) {
        double[] values = new double[d];
        for (int k = 0; k < d; k++) {
            values[k] = Math.exp(spread * (2 * random.nextDouble() - 1));
        }
        return SpdMatrix.of(d, Spectrum.of(d, symmetric(d, 1)).withValues(values));
    }

    /// Well-conditioned: I + a small matrix, rotated.
    double[] invertible(int d) {
        double[] g = any(d);
        for (int i = 0; i < g.length; i++) {
            g[i] *= 0.3 / d;
        }
        for (int i = 0; i < d; i++) {
            g[i * d + i] += 1;
        }
        return SquareKernel.product(d, Spectrum.of(d, symmetric(d, 1)).vectors(), g);
    }

    double[] vector(int d) {
        double[] v = new double[d];
        for (int i = 0; i < d; i++) {
            v[i] = random.nextGaussian();
        }
        return v;
    }
}
