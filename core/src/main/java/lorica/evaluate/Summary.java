package lorica.evaluate;

/// Mean and standard deviation over datasets of the mean over samples: what the paper's tables
/// print.
///
/// The deviation is the population's (division by `n`, NumPy's default).
public record Summary(int count, double mean, double deviation) {
    public static Summary of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("summary: expected at least one value, found none");
        }
        double mean = Bootstrap.average(values);
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean);
        }
        return new Summary(values.length, mean, Math.sqrt(variance / values.length));
    }
}
