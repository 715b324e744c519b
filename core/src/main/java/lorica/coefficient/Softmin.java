package lorica.coefficient;

/// `wᵢ = exp(−xᵢ/τ) / Σⱼ exp(−xⱼ/τ)`, shifted by the least `x`, so that nothing overflows and one
/// weight is never lost.
final class Softmin {
    private Softmin() {}

    static void requireTemperature(double temperature) {
        if (!(temperature > 0) || temperature == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "temperature: expected a number > 0, found " + temperature);
        }
    }

    static double[] of(double[] x, double temperature) {
        double least = Double.POSITIVE_INFINITY;
        for (double value : x) {
            least = Math.min(least, value);
        }
        double[] weights = new double[x.length];
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            weights[i] = Math.exp(-(x[i] - least) / temperature);
            total += weights[i];
        }
        for (int i = 0; i < x.length; i++) {
            weights[i] /= total;
        }
        return weights;
    }
}
