package lorica.volterra.forecast;

/// The standard normal law.
final class StandardNormal {
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    private StandardNormal() {}

    /// φ(x)
    static double density(double x) {
        return Math.exp(-x * x / 2) / ROOT_TWO_PI;
    }

    /// Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …), to 10⁻¹⁵. Source: Marsaglia 2004.
    static double distribution(double x) {
        if (Math.abs(x) > 8) {
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return 0.5 + density(x) * sum;
    }
}
