package lorica.volterra.process;

/// Paths x_{−1}, x₀, …, x_T of one process, in F64.
///
/// @param count N
/// @param horizon T
/// @param dimension d
/// @param values `[T + 2, N, d]`, row-major: one time after another, so that a batch of one time
///     lies together
public record Paths(int count, int horizon, int dimension, double[] values) {
    public Paths {
        long expected = Math.multiplyExact((horizon + 2L) * count, (long) dimension);
        if (values.length != expected) {
            throw new IllegalArgumentException(
                    "paths: expected %d values, found %d".formatted(expected, values.length));
        }
    }

    /// Where x_t of a path begins in [#values]; t from −1.
    public int offset(int path, int t) {
        return ((t + 1) * count + path) * dimension;
    }

    /// A copy of x_t of a path.
    public double[] at(int path, int t) {
        double[] point = new double[dimension];
        System.arraycopy(values, offset(path, t), point, 0, dimension);
        return point;
    }
}
