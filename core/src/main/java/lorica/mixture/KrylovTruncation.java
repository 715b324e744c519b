package lorica.mixture;

import java.util.Arrays;
import java.util.SplittableRandom;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// Truncates `M = Σₖ cₖ·bₖ·aₖᵀ` by block Golub–Kahan iteration with full reorthogonalisation: `M`
/// is only multiplied with blocks of vectors.
///
/// ```
/// V₁ seeded, orthonormal;   M·V = U·H,   next V = (I − VVᵀ)·Mᵀ·(newest U)
/// H = P·Σ·Wᵀ,   left = U·P,   right = V·W
/// residual = max over the kept triples of ‖Mᵀ·left − σ·right‖ / σ₁
/// ```
///
/// Ends when the residual is at most 1e-7, when the space is exhausted (then the result is exact),
/// or at a dimension of 640; the report has the residual. Before a gap in the spectrum the
/// convergence is geometric. In a flat spectrum no gap tells the kept triples from the others: the
/// vectors do not settle, but the error of the truncation comes near the best one. What is left out
/// is estimated from 32 seeded vectors of random signs, orthogonal to V. Source: Golub, Luk &
/// Overton, ACM TOMS 7, 1981.
final class KrylovTruncation {
    static final double TOLERANCE = 1e-7;
    private static final int MAX_DIMENSION = 640;
    private static final int OVERSAMPLING = 8;
    private static final int PROBES = 32;
    private static final long SEED = 20_250_521;

    /// How many blocks usually suffice; for the estimate of the cost only.
    private static final int USUAL_BLOCKS = 12;

    private final StackedFactors stacked;
    private final int rank;
    private final int block;
    private final int limit;
    private final double negligible;
    private final OrthonormalBasis left;
    private final OrthonormalBasis right;

    /// `H [U, V]`: row `i` from `i·stride`.
    private final double[] h;

    private final int stride;

    private KrylovTruncation(StackedFactors stacked, int rank) {
        this.stacked = stacked;
        int smallest = Math.min(stacked.rank(), Math.min(stacked.in(), stacked.out()));
        this.rank = Math.min(rank, smallest);
        this.block = Math.min(this.rank + OVERSAMPLING, smallest);
        this.limit = Math.max(MAX_DIMENSION, 4 * block);
        this.stride = limit + block;
        this.negligible = stacked.rounding();
        this.left = new OrthonormalBasis(stacked.out(), stride);
        this.right = new OrthonormalBasis(stacked.in(), stride);
        this.h = new double[Math.multiplyExact(stride, stride)];
    }

    /// Multiplications of an iteration that takes the usual number of steps.
    static double cost(StackedFactors stacked, int rank) {
        double block = rank + OVERSAMPLING;
        return 2.0 * USUAL_BLOCKS * block * stacked.rank() * (stacked.in() + stacked.out());
    }

    /// Heap that it takes: two bases, the small matrix and what its SVD makes of it, and a few
    /// blocks.
    static long workingBytes(StackedFactors stacked, int rank) {
        long block = (long) rank + OVERSAMPLING;
        long dimension = Math.max(MAX_DIMENSION, 4 * block) + block;
        long lengths = (long) stacked.in() + stacked.out();
        return Double.BYTES * ((dimension + 8 * block) * lengths + 8 * dimension * dimension);
    }

    static Truncation of(StackedFactors stacked, int rank) {
        return new KrylovTruncation(stacked, rank).run();
    }

    private Truncation run() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] next = new double[Math.multiplyExact(block, stacked.in())];
        for (int i = 0; i < next.length; i++) {
            next[i] = random.nextGaussian();
        }
        int checkAt = block;
        int width = block;
        double threshold = 0;
        while (true) {
            int fresh = right.size();
            right.append(next, width, threshold);
            width = right.size() - fresh;
            if (width == 0) {
                return finish(decompose(), 0);
            }
            int gained = extendLeft(fresh, width);
            int newest = left.size() - gained;
            next = stacked.multiplyTransposed(left.from(newest), gained);
            right.project(next, gained);
            boolean last = right.size() + gained > limit;
            if (last || right.size() >= checkAt) {
                checkAt = right.size() + Math.max(block, right.size() / 3);
                SmallSvd svd = decompose();
                double residual = residual(svd, next, gained);
                if (last || residual <= TOLERANCE) {
                    return finish(svd, residual);
                }
            }
            width = gained;
            threshold = negligible;
        }
    }

    /// Adds the images of the newest V to U and their coefficients to H; how many vectors U gained.
    private int extendLeft(int fresh, int width) {
        int before = left.size();
        double[] images = stacked.multiply(right.from(fresh), width);
        double[] coefficients = left.append(images, width, negligible);
        for (int i = 0; i < left.size(); i++) {
            System.arraycopy(coefficients, i * width, h, i * stride + fresh, width);
        }
        return left.size() - before;
    }

    private SmallSvd decompose() {
        double[] compact = new double[left.size() * right.size()];
        for (int i = 0; i < left.size(); i++) {
            System.arraycopy(h, i * stride, compact, i * right.size(), right.size());
        }
        return SmallSvd.of(left.size(), right.size(), compact);
    }

    /// `remainder [gained, in]` is what `Mᵀ·(newest U)` has outside of V.
    private double residual(SmallSvd svd, double[] remainder, int gained) {
        if (svd.values().length == 0 || svd.values()[0] <= negligible) {
            return 0;
        }
        int in = stacked.in();
        double[] gram = new double[gained * gained];
        ProductKernel.inner(gram, gained, remainder, 0, in, gained, remainder, 0, in, gained, in);
        double largest = 0;
        for (int k = 0; k < Math.min(rank, svd.values().length); k++) {
            int tail = (k + 1) * svd.rows() - gained; // the newest components of left vector k
            double square = 0;
            for (int i = 0; i < gained; i++) {
                double row = RowKernel.dot(gram, i * gained, svd.left(), tail, gained);
                square += svd.left()[tail + i] * row;
            }
            largest = Math.max(largest, square);
        }
        return Math.sqrt(largest) / svd.values()[0];
    }

    /// A residual of 0 says that V spans the whole row space.
    private Truncation finish(SmallSvd svd, double residual) {
        double[] values = svd.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] <= negligible ? 0 : values[i];
        }
        int kept = Math.min(rank, values.length);
        double after = square(values, 0, kept);
        double found = square(values, kept, values.length - kept);
        Frobenius outside = residual == 0 ? new Frobenius(0, 0) : outside();
        double outsideSquare = outside.value() * outside.value();
        double error = Math.sqrt(found + outsideSquare);
        double uncertainty = error == 0 ? 0 : outside.value() * outside.uncertainty() / error;
        return new Truncation(
                Arrays.copyOf(values, kept),
                left.multiply(Arrays.copyOf(svd.left(), kept * svd.rows()), kept),
                right.multiply(Arrays.copyOf(svd.right(), kept * svd.columns()), kept),
                new ModuleReport(
                        stacked.module(),
                        stacked.rank(),
                        ModuleReport.Method.KRYLOV,
                        Math.sqrt(after + found + outsideSquare),
                        Math.sqrt(after),
                        error,
                        uncertainty,
                        residual));
    }

    private static double square(double[] values, int from, int count) {
        return RowKernel.dot(values, from, values, from, count);
    }

    /// `‖M·(I − VVᵀ)‖`, estimated.
    private Frobenius outside() {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        double[] signs = new double[PROBES * stacked.in()];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
        right.project(signs, PROBES);
        return Frobenius.ofProbes(stacked.multiply(signs, PROBES), stacked.out(), PROBES);
    }
}
