package lorica.volterra.network;

import java.util.Arrays;
import lorica.volterra.geometry.Spectrum;
import lorica.volterra.geometry.Spectrum.DividedDifference;

/// The squared intrinsic distance between predicted and projected Gaussians:
///
/// ```
/// loss = s²·‖u − ũ‖² + d(exp S, exp τ)²
/// d(exp S, exp τ)² = ‖log(e^(−τ/2)·exp(S)·e^(−τ/2))‖_F²
/// ```
///
/// A sample's output is (u, S): the mean in the units and from the reference point of its [Frame],
/// and the logarithm of the covariance in normal coordinates at the reference covariance; (ũ, τ)
/// are those of the target, τ diagonal. Congruence changes no distance, so the reference drops out.
/// Where τ is a multiple of I (always where σ and ς are constant, or σ = I), the logarithm and the
/// exponential cancel exactly and the distance is ‖S − τ‖_F: no exponential is formed, no
/// eigenvalue can round to zero. Elsewhere the decoder holds the eigenvalues of S within ±30, and
/// beyond them training follows the flat gradient 2(S − τ) back.
///
/// The training loss weighs the mean by 1 in place of s²: both parts are then of one size.
final class IntrinsicLoss implements Objective {
    /// e³⁰ ≈ 10¹³: further from the reference no F64 spectrum is exact.
    private static final double MOST = 30;

    private final int dimension;
    private final double scale;
    private final double[] means;
    private final double[] logarithms;

    /// @param scale s
    /// @param means ũ `[n, d]`
    /// @param logarithms the diagonals of τ `[n, d]`
    IntrinsicLoss(int dimension, double scale, double[] means, double[] logarithms) {
        this.dimension = dimension;
        this.scale = scale;
        this.means = means;
        this.logarithms = logarithms;
    }

    @Override
    public int count() {
        return means.length / dimension;
    }

    @Override
    public double loss(int sample, float[] outputs, int offset) {
        double mean = 0;
        for (int i = 0; i < dimension; i++) {
            double error = scale * (outputs[offset + i] - means[sample * dimension + i]);
            mean += error * error;
        }
        return mean + covarianceLoss(sample, outputs, offset + dimension);
    }

    private double covarianceLoss(int sample, float[] outputs, int offset) {
        if (isMultipleOfIdentity(sample)) {
            double sum = 0;
            for (int k = 0; k < LogCoordinates.size(dimension); k++) {
                double error = outputs[offset + k] - target(sample, k);
                sum += error * error;
            }
            return sum;
        }
        double sum = 0;
        for (double value : relative(sample, decoded(outputs, offset)).values()) {
            double log = Math.log(value);
            sum += log * log;
        }
        return sum;
    }

    @Override
    public void gradient(int sample, float[] outputs, int offset, float[] gradient) {
        for (int i = 0; i < dimension; i++) {
            gradient[offset + i] =
                    (float) (2 * (outputs[offset + i] - means[sample * dimension + i]));
        }
        int from = offset + dimension;
        if (!isMultipleOfIdentity(sample)) {
            Spectrum s = Spectrum.of(dimension, LogCoordinates.matrix(dimension, outputs, from));
            if (Arrays.stream(s.values()).allMatch(value -> Math.abs(value) <= MOST)) {
                curved(sample, s, gradient, from);
                return;
            }
        }
        for (int k = 0; k < LogCoordinates.size(dimension); k++) {
            gradient[from + k] = (float) (2 * (outputs[from + k] - target(sample, k)));
        }
    }

    /// The derivative of exp at S, applied to E·(2·M⁻¹·log M)·E, E = e^(−τ/2), M = E·exp(S)·E.
    private void curved(int sample, Spectrum s, float[] gradient, int from) {
        double[] inner = relative(sample, s).apply(value -> 2 * Math.log(value) / value);
        scaleBothSides(sample, inner);
        double[] result = s.derivative(DividedDifference.EXPONENTIAL, inner);
        LogCoordinates.pack(dimension, result, gradient, from);
    }

    private Spectrum decoded(float[] outputs, int offset) {
        return Spectrum.of(dimension, LogCoordinates.matrix(dimension, outputs, offset));
    }

    /// The spectrum of e^(−τ/2)·exp(S)·e^(−τ/2), what rounding lost raised to 2⁻⁵² of the largest.
    private Spectrum relative(int sample, Spectrum s) {
        double[] exponential = s.apply(value -> Math.exp(Math.clamp(value, -MOST, MOST)));
        scaleBothSides(sample, exponential);
        Spectrum spectrum = Spectrum.of(dimension, exponential);
        double least = Arrays.stream(spectrum.values()).max().orElseThrow() * Math.ulp(1.0);
        double[] raised =
                Arrays.stream(spectrum.values()).map(value -> Math.max(value, least)).toArray();
        return new Spectrum(dimension, raised, spectrum.vectors());
    }

    /// e^(−τ/2)·A·e^(−τ/2), in place.
    private void scaleBothSides(int sample, double[] matrix) {
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                double log =
                        logarithms[sample * dimension + i] + logarithms[sample * dimension + j];
                matrix[i * dimension + j] *= Math.exp(-log / 2);
            }
        }
    }

    private double target(int sample, int coordinate) {
        return coordinate < dimension ? logarithms[sample * dimension + coordinate] : 0;
    }

    private boolean isMultipleOfIdentity(int sample) {
        double first = logarithms[sample * dimension];
        for (int i = 1; i < dimension; i++) {
            if (Math.abs(logarithms[sample * dimension + i] - first) > 1e-12) {
                return false;
            }
        }
        return true;
    }
}
