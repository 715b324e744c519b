package lorica.volterra.process;

/// Where the last points of a path are, in units of a fitted part of the paths: mean x̄
/// and spread s of each coordinate, and size a of its steps.
///
/// ```
/// (x_t − x̄)/s,   (x_t − x_{t−1})/a,   (x_{t−1} − x_{t−2})/a
/// ```
///
/// @param centre x̄
/// @param spread s, the root mean square from x̄
/// @param step a, the root mean square of x_t − x_{t−1}
public record WindowUnits(double[] centre, double[] spread, double[] step) {
    /// Those of x_t, `from ≤ t < until`, of every path.
    ///
    /// @throws IllegalArgumentException if a coordinate is constant there
    public static WindowUnits of(Paths paths, int from, int until) {
        int d = paths.dimension();
        double count = (double) (until - from) * paths.count();
        double[] centre = new double[d];
        double[] spread = new double[d];
        double[] step = new double[d];
        for (int i = 0; i < d; i++) {
            for (int t = from; t < until; t++) {
                for (int path = 0; path < paths.count(); path++) {
                    centre[i] += paths.values()[paths.offset(path, t) + i] / count;
                }
            }
            for (int t = from; t < until; t++) {
                for (int path = 0; path < paths.count(); path++) {
                    double x = paths.values()[paths.offset(path, t) + i];
                    double change = x - paths.values()[paths.offset(path, t - 1) + i];
                    spread[i] += (x - centre[i]) * (x - centre[i]) / count;
                    step[i] += change * change / count;
                }
            }
            spread[i] = Math.sqrt(spread[i]);
            step[i] = Math.sqrt(step[i]);
            if (!(spread[i] > 0 && step[i] > 0)) {
                throw new IllegalArgumentException(
                        "series: expected columns that change in the part that is fitted to, found number %d constant; leave it out"
                                .formatted(i + 1));
            }
        }
        return new WindowUnits(centre, spread, step);
    }

    /// Of x_{t−1}, x_t: the first two, `[2d]`.
    public double[] ofTwo(Paths paths, int path, int t) {
        int d = centre.length;
        double[] encoded = new double[2 * d];
        for (int i = 0; i < d; i++) {
            double x = paths.values()[paths.offset(path, t) + i];
            encoded[i] = (x - centre[i]) / spread[i];
            encoded[d + i] = (x - paths.values()[paths.offset(path, t - 1) + i]) / step[i];
        }
        return encoded;
    }

    /// Of x_{t−2}, x_{t−1}, x_t: all three, `[3d]`.
    public double[] ofThree(Paths paths, int path, int t) {
        int d = centre.length;
        double[] encoded = new double[3 * d];
        System.arraycopy(ofTwo(paths, path, t), 0, encoded, 0, 2 * d);
        System.arraycopy(ofTwo(paths, path, t - 1), d, encoded, 2 * d, d);
        return encoded;
    }
}
