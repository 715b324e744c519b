package lorica.volterra.process;

import java.util.random.RandomGenerator;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import lorica.volterra.geometry.Spectrum;

/// A process whose whole past is felt through a kernel:
///
/// ```
/// X_{t+1} = X_t + Σ_{r≤t} κ(t,r)·μ(X_r) + exp(½·Σ_{r≤t} κ(t,r)·[ς(X_r)·A + λ·B_r·I])·W_t
/// ```
///
/// X₀, W_t ~ N(0, I_d), B_r ∈ {0, 1} with probability ½ each. T steps cost O(T²). Source: the
/// thesis, equations 3.1.1 and 3.1.2, with σ(t, x) = ς(x)·A and S_r = λ·B_r·I.
public final class KernelProcess {
    private final VolterraKernel kernel;
    private final Drift drift;
    private final Fluctuation fluctuation;
    private final Spectrum logarithm;
    private final double randomness;

    /// @param logarithm A: symmetric, row-major `[d, d]`
    /// @param randomness λ ≥ 0
    public KernelProcess(
            VolterraKernel kernel,
            Drift drift,
            Fluctuation fluctuation,
            double[] logarithm,
            double randomness) {
        int size = (int) Math.round(Math.sqrt(logarithm.length));
        if (size < 1 || size * size != logarithm.length || !(randomness >= 0)) {
            throw new IllegalArgumentException(
                    "process: expected a square matrix and a randomness of 0 or more, found %d entries and %s"
                            .formatted(logarithm.length, randomness));
        }
        this.kernel = kernel;
        this.drift = drift;
        this.fluctuation = fluctuation;
        this.logarithm = Spectrum.of(size, logarithm);
        this.randomness = randomness;
    }

    /// d
    public int dimension() {
        return logarithm.size();
    }

    void step(Paths paths, int path, int t, boolean[] factors, RandomGenerator random) {
        int d = dimension();
        double[] mean = mean(paths, path, t);
        double[] root = exponential(paths, path, t, 0.5, factorSum(t, factors));
        double[] noise = new double[d];
        for (int i = 0; i < d; i++) {
            noise[i] = random.nextGaussian();
        }
        int next = paths.offset(path, t + 1);
        for (int i = 0; i < d; i++) {
            double diffused = 0;
            for (int j = 0; j < d; j++) {
                diffused += root[i * d + j] * noise[j];
            }
            paths.values()[next + i] = mean[i] + diffused;
        }
    }

    /// The barycentre of the law of the next value's Gaussian given x₀ … x_t, where the factors
    /// B₀ … B_t are drawn anew, independent of the path: all covariances commute, so it is the
    /// exponential of the mean logarithm,
    ///
    /// ```
    /// N(x_t + Σ κ·μ(x_r), exp(Σ_{r≤t} κ(t,r)·[ς(x_r)·A + ½·λ·I]))
    /// ```
    public Gaussian projection(Paths paths, int path, int t) {
        double total = 0;
        for (int r = 0; r <= t; r++) {
            total += kernel.at(t, r);
        }
        return gaussian(paths, path, t, total / 2);
    }

    /// The Gaussian of the next value where the factors B₀ … B_t are known.
    public Gaussian given(Paths paths, int path, int t, boolean... factors) {
        return gaussian(paths, path, t, factorSum(t, factors));
    }

    private Gaussian gaussian(Paths paths, int path, int t, double factorSum) {
        return new Gaussian(
                mean(paths, path, t),
                SpdMatrix.of(dimension(), exponential(paths, path, t, 1, factorSum)));
    }

    /// Σ κ(t,r)·B_r
    private double factorSum(int t, boolean... factors) {
        double sum = 0;
        for (int r = 0; r <= t; r++) {
            sum += factors[r] ? kernel.at(t, r) : 0;
        }
        return sum;
    }

    /// exp(power·[Σ κ(t,r)·ς(x_r)·A + λ·factorSum·I])
    private double[] exponential(Paths paths, int path, int t, double power, double factorSum) {
        double size = 0;
        for (int r = 0; r <= t; r++) {
            size +=
                    kernel.at(t, r)
                            * fluctuation.at(paths.values(), paths.offset(path, r), dimension());
        }
        double scale = size;
        return logarithm.apply(value -> Math.exp(power * (scale * value + randomness * factorSum)));
    }

    /// x_t + Σ κ(t,r)·μ(x_r)
    private double[] mean(Paths paths, int path, int t) {
        double[] mean = paths.at(path, t);
        for (int r = 0; r <= t; r++) {
            double weight = kernel.at(t, r);
            int at = paths.offset(path, r);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += weight * drift.at(paths.values()[at + i]);
            }
        }
        return mean;
    }
}
