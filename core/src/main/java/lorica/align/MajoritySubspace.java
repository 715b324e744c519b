package lorica.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import lorica.kernel.RowKernel;

/// The smallest subspace that leaves to most blocks no more than noise.
///
/// ```
/// P_q = argmin of the sum of the h smallest ‖(I − P)·Mₖ‖_F²   over P of rank q, h = ⌊K/2⌋ + 1
/// q₀  = the smallest whose rests Rₖ = (I − P_q)Mₖ point nowhere together:
///       λ_max(Σ RₖRₖᵀ/‖Rₖ‖²) ≤ 1.1·(√n + √(d − q))²/(w·(d − q)),   n = Σ widths, w = n/K
/// q   = the smallest with  median‖(I − P_q)Mₖ‖² / (d − q)  as small as at q₀
/// ```
///
/// `P_q` by least trimmed squares: concentration steps (the h nearest blocks, their leading
/// directions, again) from the leading directions of all blocks and from those of small random
/// subsets, some of which are benign; seeded. q₀ and q by bisection. The bound is the edge of white
/// noise; as small: within three standard errors of the median at q₀. What less than half of the
/// blocks have helps neither the sum nor the median: that keeps out colluders, whom the nuclear
/// norm keeps in. Source: Rousseeuw and Van Driessen 2006, FAST-LTS; its use here and the choice of
/// q are ours.
///
/// @param saturated whether a majority needs more directions than half as many as there are blocks
record MajoritySubspace(Subspace subspace, boolean saturated) {
    /// Beyond it the search takes too long, and no bank at hand has as many.
    private static final int MOST_DIRECTIONS = 64;

    private static final int STEPS = 20;
    private static final int SCREENING = 2;
    private static final int POWER_STEPS = 2;

    private static final int FEWEST_STARTS = 4;
    private static final int MOST_STARTS = 40;
    private static final double WORK = 1e7;
    /// Above the edge of white noise of finite size.
    private static final double EDGE = 1.1;

    private static final double STAYS = 1e-11;
    private static final double SLOW = 1e-3;

    /// The standard error of a median, in standard deviations over √n.
    private static final double MEDIAN_ERROR = 1.2533;

    static MajoritySubspace of(Blocks blocks) {
        double[] all = SharedSubspace.constant(blocks.count(), 1);
        SymmetricEigen eigen = SymmetricEigen.of(blocks.rows(), Subspace.moment(blocks, all));
        int most = Math.min(Math.min(blocks.rows(), blocks.count() / 2), MOST_DIRECTIONS);
        int low = 0;
        int high = most;
        while (low < high) {
            int rank = (low + high) / 2;
            if (isNoise(blocks, fit(blocks, eigen, rank))) {
                high = rank;
            } else {
                low = rank + 1;
            }
        }
        Subspace largest = fit(blocks, eigen, high);
        Subspace needed = ofMajority(blocks, eigen, largest);
        boolean saturated = needed.rank() == most && !isNoise(blocks, needed);
        return new MajoritySubspace(needed, saturated);
    }

    /// The smallest subspace whose median residual is as small as that of the largest.
    private static Subspace ofMajority(Blocks blocks, SymmetricEigen eigen, Subspace largest) {
        int d = blocks.rows();
        RobustScale scale =
                RobustScale.of(squares(largest.residuals(blocks), d - largest.rank()), 0);
        double enough =
                scale.median()
                        + 3 * MEDIAN_ERROR * scale.scale() / Math.sqrt(blocks.count())
                        + SharedSubspace.ROUNDING * SharedSubspace.ROUNDING / d;
        int low = 0;
        int high = largest.rank();
        Subspace best = largest;
        while (low < high) {
            int rank = (low + high) / 2;
            Subspace tried = fit(blocks, eigen, rank);
            if (RobustScale.median(squares(tried.residuals(blocks), d - rank)) <= enough) {
                best = tried;
                high = rank;
            } else {
                low = rank + 1;
            }
        }
        return best;
    }

    /// Whether what a subspace leaves of the blocks, each at norm 1, has no common direction.
    private static boolean isNoise(Blocks blocks, Subspace subspace) {
        int left = blocks.rows() - subspace.rank();
        List<double[]> rests = new ArrayList<>();
        int columns = 0;
        for (double[] block : blocks.blocks()) {
            double[] rest = subspace.reject(block);
            double norm = Math.sqrt(RowKernel.dot(rest, 0, rest, 0, rest.length));
            if (norm > SharedSubspace.ROUNDING) {
                for (int i = 0; i < rest.length; i++) {
                    rest[i] /= norm;
                }
                rests.add(rest);
                columns += rest.length / blocks.rows();
            }
        }
        if (left <= 1 || rests.isEmpty()) {
            return true;
        }
        Blocks signs = new Blocks(blocks.rows(), rests);
        double[] all = SharedSubspace.constant(rests.size(), 1);
        double largest = SymmetricEigen.of(blocks.rows(), Subspace.moment(signs, all)).values()[0];
        double width = (double) columns / rests.size();
        double root = Math.sqrt(columns) + Math.sqrt(left);
        return largest <= EDGE * root * root / (width * left);
    }

    private static double[] squares(double[] residuals, int directions) {
        double[] squares = new double[residuals.length];
        for (int k = 0; k < squares.length; k++) {
            squares[k] = residuals[k] * residuals[k] / Math.max(1, directions);
        }
        return squares;
    }

    private static Subspace fit(Blocks blocks, SymmetricEigen eigen, int rank) {
        int d = blocks.rows();
        Subspace leading = new Subspace(d, rank, Arrays.copyOf(eigen.vectors(), rank * d));
        if (rank == 0 || rank == d) {
            return leading;
        }
        Trimmed ofAll = new Trimmed(blocks, leading).concentrated(SCREENING);
        SplittableRandom random = new SplittableRandom(rank);
        Trimmed ofSubset = ofAll;
        int starts = starts(blocks, rank);
        for (int start = 0; start < starts; start++) {
            Trimmed tried =
                    new Trimmed(blocks, ofSubset(blocks, rank, random)).concentrated(SCREENING);
            ofSubset = tried.sum() < ofSubset.sum() ? tried : ofSubset;
        }
        Trimmed one = ofAll.concentrated(STEPS);
        Trimmed other = ofSubset.concentrated(STEPS);
        return one.sum() <= other.sum() ? one.subspace() : other.subspace();
    }

    /// As many as a fixed amount of work allows.
    private static int starts(Blocks blocks, int rank) {
        double work = (double) blocks.rows() * blocks.totalWidth() * rank;
        return (int) Math.max(FEWEST_STARTS, Math.min(MOST_STARTS, WORK / work));
    }

    /// The span of as few random blocks as have the rank.
    private static Subspace ofSubset(Blocks blocks, int rank, RandomGenerator random) {
        int d = blocks.rows();
        double[] vectors = new double[d * rank];
        int[] order = new int[blocks.count()];
        for (int k = 0; k < order.length; k++) {
            order[k] = k;
        }
        int filled = 0;
        for (int k = 0; k < order.length && filled < rank; k++) {
            int other = k + random.nextInt(order.length - k);
            int chosen = order[other];
            order[other] = order[k];
            double[] block = blocks.blocks().get(chosen);
            int taken = Math.min(rank - filled, blocks.width(chosen));
            System.arraycopy(block, 0, vectors, filled * d, taken * d);
            filled += taken;
        }
        return Subspace.spanned(d, vectors);
    }

    /// A subspace and the blocks nearest to it.
    private record Trimmed(Blocks blocks, Subspace subspace, double[] weights, double sum) {
        Trimmed(Blocks blocks, Subspace subspace) {
            this(blocks, subspace, subspace.residuals(blocks));
        }

        private Trimmed(Blocks blocks, Subspace subspace, double[] residuals) {
            this(
                    blocks,
                    subspace,
                    nearest(residuals),
                    sumOfNearest(residuals, residuals.length / 2 + 1));
        }

        private static double[] nearest(double[] residuals) {
            double[] weights = new double[residuals.length];
            IntStream.range(0, residuals.length)
                    .boxed()
                    .sorted((i, j) -> Double.compare(residuals[i], residuals[j]))
                    .limit(residuals.length / 2 + 1)
                    .forEach(k -> weights[k] = 1);
            return weights;
        }

        private static double sumOfNearest(double[] residuals, int count) {
            double[] sorted = residuals.clone();
            Arrays.sort(sorted);
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += sorted[k] * sorted[k];
            }
            return sum;
        }

        Trimmed concentrated(int steps) {
            Trimmed now = this;
            for (int step = 0; step < steps; step++) {
                Subspace next = now.subspace;
                for (int power = 0; power < POWER_STEPS; power++) {
                    next = multiplied(blocks, now.weights, next);
                }
                double moved = next.distance(now.subspace);
                Trimmed after = new Trimmed(blocks, next);
                boolean stays = moved < STAYS || Arrays.equals(after.weights, now.weights);
                now = after;
                if (stays && moved < SLOW) {
                    break;
                }
            }
            return now;
        }
    }

    /// One step of subspace iteration with `Σ wₖ·MₖMₖᵀ`.
    private static Subspace multiplied(Blocks blocks, double[] weights, Subspace subspace) {
        int d = blocks.rows();
        double[] product = new double[subspace.basis().length];
        for (int k = 0; k < blocks.count(); k++) {
            double[] block = blocks.blocks().get(k);
            int width = blocks.width(k);
            double[] coordinates = subspace.coordinates(block);
            for (int i = 0; i < subspace.rank(); i++) {
                for (int c = 0; c < width; c++) {
                    RowKernel.addScaled(
                            product,
                            i * d,
                            weights[k] * coordinates[i * width + c],
                            block,
                            c * d,
                            d);
                }
            }
        }
        return Subspace.spanned(d, product);
    }
}
