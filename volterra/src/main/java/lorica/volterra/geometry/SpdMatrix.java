package lorica.volterra.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// A point of Sym₊(d): a symmetric positive definite matrix, with the affine-invariant metric.
///
/// ```
/// d(P, Q) = ‖log(L⁻¹·Q·L⁻ᵀ)‖_F,   P = L·Lᵀ (Cholesky)
/// ```
///
/// Any factor L gives the same numbers as P^{1/2} in the usual formulas, and the triangular one
/// costs the least. F64. A tangent vector is a symmetric matrix, row-major `[d, d]`. A distance is
/// exact to about c·κ·2·10⁻¹⁶ with κ the condition number of L⁻¹·Q·L⁻ᵀ. Source: Bhatia, Positive
/// Definite Matrices, ch. 6; Bini & Iannazzo 2013 for barycentres.
///
public final class SpdMatrix {
    private static final int MOST_ITERATIONS = 1000;

    /// Below this a mean logarithm that no longer shrinks is rounding.
    private static final double ROUNDING = 1e-6;

    private final int size;
    private final double[] entries;

    /// L, row-major.
    private final double[] factor;

    private SpdMatrix(int size, double[] entries, double[] factor) {
        this.size = size;
        this.entries = entries;
        this.factor = factor;
    }

    /// @param entries row-major; the mean of the matrix and its transpose is taken
    /// @throws IllegalArgumentException if the matrix is not symmetric (to 10⁻⁹ of its largest
    ///     entry) and positive definite
    public static SpdMatrix of(int size, double... entries) {
        if (size < 1 || entries.length != size * size) {
            throw new IllegalArgumentException(
                    "positive definite matrix: expected %d × %d entries, found %d"
                            .formatted(size, size, entries.length));
        }
        requireSymmetry(size, entries);
        double[] symmetric = entries.clone();
        SquareKernel.symmetrise(size, symmetric);
        return positive(size, symmetric);
    }

    private static void requireSymmetry(int size, double[] entries) {
        double largest = 0;
        for (double entry : entries) {
            largest = Math.max(largest, Math.abs(entry));
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double one = entries[i * size + j];
                double other = entries[j * size + i];
                if (!(Math.abs(one - other) <= 1e-9 * largest)) {
                    throw new IllegalArgumentException(
                            "positive definite matrix: expected symmetry, found %s and %s at (%d, %d)"
                                    .formatted(one, other, i, j));
                }
            }
        }
    }

    private static SpdMatrix positive(int size, double[] symmetric) {
        double[] factor = SquareKernel.cholesky(size, symmetric);
        for (int i = 0; i < size; i++) {
            if (!(factor[i * size + i] > 0) || !Double.isFinite(factor[i * size + i])) {
                throw new IllegalArgumentException(
                        "positive definite matrix: expected positive finite pivots, found none at row %d of %d"
                                .formatted(i, size));
            }
        }
        return new SpdMatrix(size, symmetric, factor);
    }

    /// value·I
    public static SpdMatrix scalar(int size, double value) {
        double[] diagonal = new double[size];
        Arrays.fill(diagonal, value);
        return diagonal(diagonal);
    }

    /// A diagonal matrix.
    public static SpdMatrix diagonal(double... values) {
        double[] entries = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            entries[i * values.length + i] = values[i];
        }
        return of(values.length, entries);
    }

    /// d
    public int size() {
        return size;
    }

    /// A copy of the entries, row-major.
    public double[] entries() {
        return entries.clone();
    }

    /// A copy of L, row-major.
    public double[] factor() {
        return factor.clone();
    }

    /// Eigenvalues and eigenvectors.
    public Spectrum spectrum() {
        return Spectrum.of(size, entries);
    }

    /// G·P·Gᵀ
    ///
    /// @param g row-major, invertible
    public SpdMatrix congruent(double[] g) {
        return positive(size, SquareKernel.congruent(size, g, entries));
    }

    /// P⁻¹
    public SpdMatrix inverse() {
        double[] inverse = SquareKernel.inverseLower(size, factor);
        double[] transposed = SquareKernel.transposed(size, inverse);
        double[] product = SquareKernel.product(size, transposed, inverse);
        SquareKernel.symmetrise(size, product);
        return positive(size, product);
    }

    /// 2·Σ log Lᵢᵢ
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.log(factor[i * size + i]);
        }
        return 2 * sum;
    }

    /// The affine-invariant distance.
    public double distance(SpdMatrix other) {
        double sum = 0;
        for (double value : relative(other).values()) {
            double log = Math.log(value);
            sum += log * log;
        }
        return Math.sqrt(sum);
    }

    /// The tangent vector at this whose geodesic reaches `other` at time 1: L·log(L⁻¹QL⁻ᵀ)·Lᵀ.
    public double[] log(SpdMatrix other) {
        return SquareKernel.congruent(size, factor, relative(other).apply(Math::log));
    }

    /// Where the geodesic with the initial velocity `tangent` is at time 1: L·exp(L⁻¹VL⁻ᵀ)·Lᵀ.
    public SpdMatrix exp(double[] tangent) {
        Spectrum normalised = Spectrum.of(size, whitened(tangent));
        return from(normalised, Math::exp);
    }

    /// The point of the geodesic from this (time 0) to `other` (time 1).
    public SpdMatrix geodesic(SpdMatrix other, double time) {
        return from(relative(other), value -> Math.pow(value, time));
    }

    /// The symmetric matrix S with other = L·exp(S)·Lᵀ: normal coordinates at this, in which the
    /// distance from here is ‖S‖_F.
    public double[] coordinates(SpdMatrix other) {
        return relative(other).apply(Math::log);
    }

    /// The point of normal coordinates S: L·exp(S)·Lᵀ.
    public SpdMatrix at(double[] coordinates) {
        return from(Spectrum.of(size, coordinates), Math::exp);
    }

    /// The Euclidean gradient of distance² in `other`: 2·L⁻ᵀ·M⁻¹·log M·L⁻¹, M = L⁻¹QL⁻ᵀ.
    public double[] squaredDistanceGradient(SpdMatrix other) {
        double[] middle = relative(other).apply(value -> 2 * Math.log(value) / value);
        double[] inverse = SquareKernel.inverseLower(size, factor);
        return SquareKernel.congruent(size, SquareKernel.transposed(size, inverse), middle);
    }

    /// The barycentre of a finite law: the point that minimises Σ weightᵢ·distance². Of two points
    /// it is on their geodesic; of more, Karcher's iteration, whose step is the one that a
    /// function of curvature between 1 and L contracts best:
    ///
    /// ```
    /// X ← exp_X(2/(1+L) · Σ wᵢ·log_X(Pᵢ)),   L = Σ wᵢ·(ρᵢ/2)·coth(ρᵢ/2),   ρᵢ = log cond(X⁻¹Pᵢ)
    /// ```
    ///
    /// It ends where the mean logarithm is below 10⁻⁶ and shrinks no further.
    ///
    /// @param weights not negative, not all zero; scaled to sum 1
    /// @throws ArithmeticException if a thousand iterations do not suffice
    public static SpdMatrix barycentre(List<SpdMatrix> points, double... weights) {
        if (points.isEmpty() || points.size() != weights.length) {
            throw new IllegalArgumentException(
                    "barycentre: expected as many weights as points and one at least, found %d points and %d weights"
                            .formatted(points.size(), weights.length));
        }
        double total = 0;
        for (double weight : weights) {
            if (!(weight >= 0)) {
                throw new IllegalArgumentException(
                        "barycentre: expected weights of 0 or more, found " + weight);
            }
            total += weight;
        }
        if (!(total > 0) || !Double.isFinite(total)) {
            throw new IllegalArgumentException(
                    "barycentre: expected weights of a positive finite sum, found " + total);
        }
        if (points.size() == 1) {
            return points.getFirst();
        }
        if (points.size() == 2) {
            return points.getFirst().geodesic(points.getLast(), weights[1] / total);
        }
        SpdMatrix x = points.getFirst();
        double previous = Double.POSITIVE_INFINITY;
        for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
            double[] step = new double[x.entries.length];
            double curvature = 0;
            for (int k = 0; k < weights.length; k++) {
                Spectrum relative = x.relative(points.get(k));
                double ratio = condition(relative.values());
                curvature += weights[k] / total * curvature(Math.log(ratio) / 2);
                double[] log = relative.apply(Math::log);
                for (int i = 0; i < step.length; i++) {
                    step[i] += weights[k] / total * log[i];
                }
            }
            double norm = 0;
            for (int i = 0; i < step.length; i++) {
                norm += step[i] * step[i];
                step[i] *= 2 / (1 + curvature);
            }
            x = x.at(step);
            boolean still = norm >= previous && norm < ROUNDING * ROUNDING;
            if (norm == 0 || still) {
                return x;
            }
            previous = norm;
        }
        throw new ArithmeticException(
                "barycentre of %d matrices: expected convergence within %d iterations, found none"
                        .formatted(points.size(), MOST_ITERATIONS));
    }

    private static double condition(double[] values) {
        double smallest = Arrays.stream(values).min().orElseThrow();
        double largest = Arrays.stream(values).max().orElseThrow();
        return largest / smallest;
    }

    /// half·coth(half)
    private static double curvature(double half) {
        return half < 1e-8 ? 1 : half / Math.tanh(half);
    }

    /// The spectrum of L⁻¹·other·L⁻ᵀ.
    private Spectrum relative(SpdMatrix other) {
        if (other.size != size) {
            throw new IllegalArgumentException(
                    "positive definite matrices: expected equal sizes, found %d and %d"
                            .formatted(size, other.size));
        }
        Spectrum spectrum = Spectrum.of(size, whitened(other.entries));
        for (double value : spectrum.values()) {
            if (!(value > 0)) {
                throw new ArithmeticException(
                        "positive definite matrices: expected a relative condition number below 10¹⁵, found an eigenvalue of %s"
                                .formatted(value));
            }
        }
        return spectrum;
    }

    /// L⁻¹·S·L⁻ᵀ
    private double[] whitened(double[] symmetric) {
        if (symmetric.length != entries.length) {
            throw new IllegalArgumentException(
                    "tangent vector: expected %d entries, found %d"
                            .formatted(entries.length, symmetric.length));
        }
        return SquareKernel.congruent(size, SquareKernel.inverseLower(size, factor), symmetric);
    }

    private SpdMatrix from(Spectrum normalised, DoubleUnaryOperator f) {
        return positive(size, SquareKernel.congruent(size, factor, normalised.apply(f)));
    }
}
