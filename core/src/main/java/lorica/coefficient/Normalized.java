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
/// weights. Source: Lora without GPUs, appendix C.1.4.
public record Normalized(double temperature) implements CoefficientRule {
    public Normalized {
        if (!(temperature > 0) || temperature == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "temperature: expected a number > 0, found " + temperature);
        }
    }

    @Override
    public String name() {
        return "normalized";
    }

    @Override
    public Coefficients weigh(DistanceRow row) {
        return new Coefficients(row.entries(), Softmin.of(standardised(row.values()), temperature));
    }

    private static double[] standardised(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        double deviation = Math.sqrt(variance);
        double[] standardised = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            standardised[i] = deviation > 0 ? (values[i] - mean) / deviation : 0;
        }
        return standardised;
    }
}
