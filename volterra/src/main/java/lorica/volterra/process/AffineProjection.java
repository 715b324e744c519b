package lorica.volterra.process;

import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;

/// The Gaussian projection of a process of equation 3.3.1 with an affine drift,
/// and a diffusion that does not depend on the state, fitted to paths by likelihood:
///
/// ```
/// x_{t+1} = x_t + A·x_t + B·(x_t − x_{t−1}) + c + N(0, Σ)
/// ```
///
/// A, B and c of largest likelihood are, whatever Σ, those of least squares; a ridge of 10⁻⁹ keeps
/// collinear columns solvable. Σ is the residuals' covariance over n − 2d − 1.
public final class AffineProjection {
    private static final double RIDGE = 1e-9;
    private static final int TRANSITIONS_A_COEFFICIENT = 10;

    /// A residual variance below this share of the steps' is rounding.
    private static final double LEAST = 1e-12;

    private final WindowUnits units;

    /// `[2d + 1, d]`
    private final double[] coefficients;
    private final SpdMatrix covariance;

    private AffineProjection(WindowUnits units, double[] coefficients, SpdMatrix covariance) {
        this.units = units;
        this.coefficients = coefficients;
        this.covariance = covariance;
    }

    /// Fits the steps from x_t to x_{t+1}, `from ≤ t < until`, of every path.
    ///
    /// @throws IllegalArgumentException if there are fewer than ten steps a coefficient, or a
    ///     coordinate that is constant or has no noise of its own
    public static AffineProjection fit(Paths paths, int from, int until) {
        int d = paths.dimension();
        int width = 2 * d + 1;
        int count = Math.multiplyExact(until - from, paths.count());
        if (count < TRANSITIONS_A_COEFFICIENT * width) {
            throw new IllegalArgumentException(
                    "series: expected at least %d steps to fit %d columns to, found %d"
                            .formatted(TRANSITIONS_A_COEFFICIENT * width, d, count));
        }
        WindowUnits units = WindowUnits.of(paths, from, until);
        double[] coefficients = leastSquares(units, paths, from, until);
        AffineProjection means = new AffineProjection(units, coefficients, SpdMatrix.scalar(d, 1));
        double[] sum = new double[d * d];
        for (int path = 0; path < paths.count(); path++) {
            for (int t = from; t < until; t++) {
                double[] residual = means.residual(paths, path, t);
                for (int i = 0; i < d; i++) {
                    for (int j = 0; j < d; j++) {
                        sum[i * d + j] += residual[i] * residual[j] / (count - width);
                    }
                }
            }
        }
        return new AffineProjection(units, coefficients, covariance(units, sum));
    }

    private static double[] leastSquares(WindowUnits units, Paths paths, int from, int until) {
        int d = paths.dimension();
        int width = 2 * d + 1;
        double[] gram = new double[width * width];
        double[] moments = new double[width * d];
        for (int path = 0; path < paths.count(); path++) {
            for (int t = from; t < until; t++) {
                double[] row = regressors(units, paths, path, t);
                int x = paths.offset(path, t);
                int next = paths.offset(path, t + 1);
                for (int i = 0; i < width; i++) {
                    for (int j = 0; j < width; j++) {
                        gram[i * width + j] += row[i] * row[j];
                    }
                    for (int j = 0; j < d; j++) {
                        double change = paths.values()[next + j] - paths.values()[x + j];
                        moments[i * d + j] += row[i] * change;
                    }
                }
            }
        }
        for (int i = 0; i < width; i++) {
            gram[i * width + i] *= 1 + RIDGE;
        }
        double[] inverse = SpdMatrix.of(width, gram).inverse().entries();
        double[] coefficients = new double[width * d];
        for (int i = 0; i < width; i++) {
            for (int k = 0; k < width; k++) {
                for (int j = 0; j < d; j++) {
                    coefficients[i * d + j] += inverse[i * width + k] * moments[k * d + j];
                }
            }
        }
        return coefficients;
    }

    /// Refuses a coordinate whose residual given those before it is rounding.
    private static SpdMatrix covariance(WindowUnits units, double[] sum) {
        int d = units.step().length;
        double[] correlation = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                correlation[i * d + j] = sum[i * d + j] / units.step()[i] / units.step()[j];
            }
            correlation[i * d + i] += LEAST / 100; // a pivot of 0 is told of below
        }
        double[] factor = SpdMatrix.of(d, correlation).factor();
        for (int i = 0; i < d; i++) {
            if (!(factor[i * d + i] * factor[i * d + i] > LEAST)) {
                throw new IllegalArgumentException(
                        "series: expected columns with noise of their own, found that number %d follows exactly from its past and the others; leave it out"
                                .formatted(i + 1));
            }
        }
        return SpdMatrix.of(d, sum);
    }

    private static double[] regressors(WindowUnits units, Paths paths, int path, int t) {
        double[] two = units.ofTwo(paths, path, t);
        double[] row = new double[two.length + 1];
        System.arraycopy(two, 0, row, 0, two.length);
        row[two.length] = 1;
        return row;
    }

    /// x_{t+1} less its predicted mean.
    public double[] residual(Paths paths, int path, int t) {
        double[] residual = paths.at(path, t + 1);
        double[] mean = mean(paths, path, t);
        for (int i = 0; i < residual.length; i++) {
            residual[i] -= mean[i];
        }
        return residual;
    }

    /// The mean of x_{t+1} given x_{t−1}, x_t.
    public double[] mean(Paths paths, int path, int t) {
        double[] mean = paths.at(path, t);
        double[] row = regressors(units, paths, path, t);
        for (int k = 0; k < row.length; k++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[k] * coefficients[k * mean.length + i];
            }
        }
        return mean;
    }

    /// The law of x_{t+1} given x_{t−1}, x_t.
    public Gaussian of(Paths paths, int path, int t) {
        return new Gaussian(mean(paths, path, t), covariance);
    }

    /// Σ
    public SpdMatrix covariance() {
        return covariance;
    }

    /// The units of the part that it was fitted to.
    public WindowUnits units() {
        return units;
    }
}
