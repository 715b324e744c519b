package lorica.volterra.network;

import java.util.Arrays;
import lorica.volterra.geometry.Spectrum;
import lorica.volterra.geometry.Spectrum.DividedDifference;

/// The negative logarithm of the likelihood of observed values under predicted Gaussians, in nats:
///
/// ```
/// x = m + L·y,   prediction N(m + L·u, L·exp(S)·Lᵀ)
/// loss = ½·(d·log 2π + log det LLᵀ + tr S + (y − u)ᵀ·exp(−S)·(y − u))
/// ```
///
/// A sample's output is (u, S) in the coordinates of a reference Gaussian N(m, LLᵀ). Eigenvalues of
/// S are held within ±8, a factor of 3000 in a variance; beyond them a slope leads back.
final class LikelihoodLoss implements Objective {
    static final double MOST = 8;
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final int dimension;
    private final double[] observed;
    private final double logDeterminant;

    /// @param observed y `[n, d]`
    /// @param logDeterminant log det LLᵀ
    LikelihoodLoss(int dimension, double[] observed, double logDeterminant) {
        this.dimension = dimension;
        this.observed = observed;
        this.logDeterminant = logDeterminant;
    }

    @Override
    public int count() {
        return observed.length / dimension;
    }

    @Override
    public double loss(int sample, float[] outputs, int offset) {
        Spectrum s = logarithm(dimension, outputs, offset + dimension);
        double[] residual = residual(sample, outputs, offset);
        double[] precision = s.apply(value -> Math.exp(-value));
        double sum = dimension * LOG_TWO_PI + logDeterminant + Arrays.stream(s.values()).sum();
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                sum += residual[i] * precision[i * dimension + j] * residual[j];
            }
        }
        return sum / 2;
    }

    @Override
    public void gradient(int sample, float[] outputs, int offset, float[] gradient) {
        int from = offset + dimension;
        Spectrum free = Spectrum.of(dimension, LogCoordinates.matrix(dimension, outputs, from));
        Spectrum s = held(free);
        double[] residual = residual(sample, outputs, offset);
        double[] precision = s.apply(value -> Math.exp(-value));
        for (int i = 0; i < dimension; i++) {
            double slope = 0;
            for (int j = 0; j < dimension; j++) {
                slope -= precision[i * dimension + j] * residual[j];
            }
            gradient[offset + i] = (float) slope;
        }
        if (Arrays.stream(free.values()).anyMatch(value -> Math.abs(value) > MOST)) {
            System.arraycopy(outputs, from, gradient, from, LogCoordinates.size(dimension));
            return;
        }
        LogCoordinates.pack(dimension, slope(s, residual), gradient, from);
    }

    /// ½·(I − D exp(−S)[r·rᵀ])
    private double[] slope(Spectrum s, double[] residual) {
        double[] square = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                square[i * dimension + j] = residual[i] * residual[j];
            }
        }
        double[] slope = s.derivative((a, b) -> DividedDifference.EXPONENTIAL.of(-a, -b), square);
        for (int i = 0; i < slope.length; i++) {
            slope[i] *= -0.5;
        }
        for (int i = 0; i < dimension; i++) {
            slope[i * dimension + i] += 0.5;
        }
        return slope;
    }

    private double[] residual(int sample, float[] outputs, int offset) {
        double[] residual = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            residual[i] = observed[sample * dimension + i] - outputs[offset + i];
        }
        return residual;
    }

    /// The spectrum of a packed S, held.
    static Spectrum logarithm(int d, float[] outputs, int offset) {
        return held(Spectrum.of(d, LogCoordinates.matrix(d, outputs, offset)));
    }

    private static Spectrum held(Spectrum s) {
        return new Spectrum(
                s.size(),
                Arrays.stream(s.values()).map(value -> Math.clamp(value, -MOST, MOST)).toArray(),
                s.vectors());
    }
}
