package lorica.coefficient;

import lorica.distance.DistanceRow;

/// Softmin of the z-scored distances:
///
/// ```
/// w = softmin(((δ − mean δ) / std δ) / τ)
/// ```
///
/// Mean and population standard deviation are over exactly the entries that can receive weight
/// (the published code also counts the self-distance). Distances that are all equal give uniform
/// weights. Unlike [Attentional], the same whatever unit the distance has. Source: Lora without
/// GPUs, appendix C.1.4.
///
/// @param temperature τ, in standard deviations
public record Normalized(double temperature) implements DistanceRule {
    public Normalized {
        Softmin.requireTemperature(temperature);
    }

    /// The default: τ = 0.15, chosen on halves of three banks
    /// (docs/decisions/0013-what-is-compared.md); the paper's is 1.
    public static Normalized sharp() {
        return new Normalized(0.15);
    }

    @Override
    public Normalized at(double other) {
        return new Normalized(other);
    }

    @Override
    public String name() {
        return "normalized";
    }

    @Override
    public Coefficients weigh(DistanceRow row) {
        return new Coefficients(row.entries(), Softmin.of(standardised(row), temperature));
    }

    /// The z-scores of a row's distances, `(δ − mean δ) / std δ`; zeros where all are equal.
    ///
    /// Deviations are brought to at most 1 before they are squared, so that no scale under- or
    /// overflows.
    public static double[] standardised(DistanceRow row) {
        double[] values = row.values();
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value - mean));
        }
        double[] standardised = new double[values.length];
        if (largest == 0) {
            return standardised;
        }
        double variance = 0;
        for (int i = 0; i < values.length; i++) {
            standardised[i] = (values[i] - mean) / largest;
            variance += standardised[i] * standardised[i] / values.length;
        }
        double deviation = Math.sqrt(variance);
        for (int i = 0; i < values.length; i++) {
            standardised[i] /= deviation;
        }
        return standardised;
    }
}
