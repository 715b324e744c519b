package lorica.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// The smallest subspace that leaves to most blocks no more than noise.
///
/// ```
/// P_q = argmin of the sum of the h smallest ‖(I − P)·Mₖ‖_F²   over P of rank q, h = ⌊K/2⌋ + 1
/// q₀  = the smallest whose rests Rₖ = (I − P_q)Mₖ, but for those of outliers, point nowhere
///       together:
///       λ_max(Σ RₖRₖᵀ/‖Rₖ‖²) ≤ 1.1·(√n + √(d − q))²·K/(n·(d − q))
/// q   = the smallest with  median‖(I − P_q)Mₖ‖² / (d − q)  as small as at q₀
/// ```
///
/// `P_q` by least trimmed squares ([TrimmedFit]): concentration steps (the h nearest blocks, their
/// leading directions, again) from the leading directions of all blocks, from those of the half
/// that a smaller rank found nearest, and from those of small random subsets, some of which are
/// benign; seeded. Of many blocks the random starts are compared on a sample. q₀ by doubling, then
/// bisection; q by bisection. The bound is the edge of white noise of n columns: all of them, or,
/// where their energy is uneven, as many as they are worth, K²/Σ(‖RₖᵀRₖ‖² − 1/(d − q)) with rests
/// of norm 1. Outliers are blocks whose ‖Rₖ‖ is beyond the critical value: the rests of colluders
/// point together at every rank until P holds what only they have. As small: within three standard
/// errors of the median at q₀. What less than half of the blocks have helps neither the sum nor
/// the median: that keeps out colluders, whom the nuclear norm keeps in. Source: Rousseeuw and
/// Van Driessen 2006, FAST-LTS; its use here and the choice of q are ours.
///
/// @param saturated whether a majority needs more directions than half as many as there are blocks
record MajoritySubspace(Subspace subspace, boolean saturated) {
    /// Beyond it the search takes too long, and no bank at hand has as many.
    private static final int MOST_DIRECTIONS = 64;

    private static final int STEPS = 40;
    private static final int SCREENING = 4;

    /// Blocks that random starts are compared on.
    private static final int SAMPLE = 128;

    private static final int FEWEST_STARTS = 4;
    private static final int MOST_STARTS = 40;
    private static final double WORK = 1e7;
    /// Above the edge of white noise of finite size.
    private static final double EDGE = 1.1;

    /// The standard error of a median, in standard deviations over √n.
    private static final double MEDIAN_ERROR = 1.2533;

    static MajoritySubspace of(Blocks blocks) {
        int most = Math.min(Math.min(blocks.rows(), blocks.count() / 2), MOST_DIRECTIONS);
        Fits fits = new Fits(blocks);
        double critical = RobustScale.critical(blocks.count(), 1);
        int low = 0;
        int high = most;
        for (int rank = 0; rank < high; rank = Math.max(1, 2 * rank)) {
            if (isNoise(blocks, fits.of(rank), critical)) {
                high = rank;
                break;
            }
            low = rank + 1;
        }
        while (low < high) {
            int rank = (low + high) / 2;
            if (isNoise(blocks, fits.of(rank), critical)) {
                high = rank;
            } else {
                low = rank + 1;
            }
        }
        Subspace needed = ofMajority(blocks, fits, high);
        boolean saturated = needed.rank() == most && !isNoise(blocks, needed, critical);
        return new MajoritySubspace(needed, saturated);
    }

    /// The smallest subspace whose median residual is as small as that of the largest.
    private static Subspace ofMajority(Blocks blocks, Fits fits, int largest) {
        int d = blocks.rows();
        Subspace best = fits.of(largest);
        RobustScale scale = RobustScale.of(squares(best.residuals(blocks), d - largest), 0);
        double enough =
                scale.median()
                        + 3 * MEDIAN_ERROR * scale.scale() / Math.sqrt(blocks.count())
                        + SharedSubspace.ROUNDING * SharedSubspace.ROUNDING / d;
        int low = 0;
        int high = largest;
        while (low < high) {
            int rank = (low + high) / 2;
            Subspace tried = fits.of(rank);
            if (RobustScale.median(squares(tried.residuals(blocks), d - rank)) <= enough) {
                best = tried;
                high = rank;
            } else {
                low = rank + 1;
            }
        }
        return best;
    }

    /// Whether what a subspace leaves of the blocks that are no outliers, each at norm 1, has no
    /// common direction.
    private static boolean isNoise(Blocks blocks, Subspace subspace, double critical) {
        int left = blocks.rows() - subspace.rank();
        double[] residuals = subspace.residuals(blocks);
        RobustScale scale = SubspaceSearch.scale(residuals);
        List<double[]> rests = new ArrayList<>();
        int columns = 0;
        for (int k = 0; k < residuals.length; k++) {
            double norm = residuals[k];
            if (norm > SharedSubspace.ROUNDING && scale.z(norm) <= critical) {
                double[] rest = subspace.reject(blocks.blocks().get(k));
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
        double largest = SymmetricEigen.largest(blocks.rows(), Subspace.moment(signs, all));
        double count = rests.size();
        double even = edge(count, columns, left);
        double uneven = edge(count, Math.min(columns, effectiveColumns(signs, left)), left);
        return largest <= Math.max(even, Math.min(uneven, count / 2));
    }

    /// `1.1·(√n + √left)²·count/(n·left)`.
    private static double edge(double count, double columns, double left) {
        double root = Math.sqrt(columns) + Math.sqrt(left);
        return EDGE * root * root * count / (columns * left);
    }

    /// How many columns of equal energy blocks of norm 1 are worth:
    /// `K² / Σ (‖RₖᵀRₖ‖² − 1/left)`; the second term is what `left` dimensions alone give.
    private static double effectiveColumns(Blocks blocks, double left) {
        double sum = 0;
        for (int k = 0; k < blocks.count(); k++) {
            int width = blocks.width(k);
            double[] block = blocks.blocks().get(k);
            double[] gram = new double[width * width];
            int d = blocks.rows();
            ProductKernel.inner(gram, width, block, 0, d, width, block, 0, d, width, d);
            sum += RowKernel.dot(gram, 0, gram, 0, gram.length) - 1 / left;
        }
        return sum <= 0 ? Double.POSITIVE_INFINITY : (double) blocks.count() * blocks.count() / sum;
    }

    private static double[] squares(double[] residuals, int directions) {
        double[] squares = new double[residuals.length];
        for (int k = 0; k < squares.length; k++) {
            squares[k] = residuals[k] * residuals[k] / Math.max(1, directions);
        }
        return squares;
    }

    /// The fits of the ranks that were tried.
    private static final class Fits {
        private final Blocks blocks;
        private Optional<SymmetricEigen> eigen = Optional.empty();
        private final Blocks sample;
        private final TreeMap<Integer, TrimmedFit> found = new TreeMap<>();

        Fits(Blocks blocks) {
            this.blocks = blocks;
            this.sample = sample(blocks);
        }

        Subspace of(int rank) {
            TrimmedFit fit = found.get(rank);
            if (fit == null) {
                fit = fitted(rank);
                found.put(rank, fit);
            }
            return fit.subspace();
        }

        private TrimmedFit fitted(int rank) {
            TrimmedFit best = TrimmedFit.of(blocks, leading(rank));
            if (rank == 0 || rank == blocks.rows()) {
                return best;
            }
            best = best.concentrated(STEPS);
            best = better(best, ofSubset(rank));
            Map.Entry<Integer, TrimmedFit> smaller = found.lowerEntry(rank);
            if (smaller != null && smaller.getKey() > 0) {
                best = better(best, smaller.getValue().leading(rank));
            }
            return best;
        }

        /// The leading directions of all blocks.
        private Subspace leading(int rank) {
            int d = blocks.rows();
            if (rank == 0) {
                return Subspace.none(d);
            }
            SymmetricEigen of = eigen.orElseGet(this::decomposed);
            eigen = Optional.of(of);
            return new Subspace(d, rank, Arrays.copyOf(of.vectors(), rank * d));
        }

        private SymmetricEigen decomposed() {
            double[] all = SharedSubspace.constant(blocks.count(), 1);
            return SymmetricEigen.of(blocks.rows(), Subspace.moment(blocks, all));
        }

        /// The best of some random starts, on the sample.
        private Subspace ofSubset(int rank) {
            SplittableRandom random = new SplittableRandom(rank);
            TrimmedFit best = screened(rank, random);
            for (int start = starts(sample, rank); start > 1; start--) {
                TrimmedFit tried = screened(rank, random);
                best = tried.sum() < best.sum() ? tried : best;
            }
            return best.subspace();
        }

        private TrimmedFit screened(int rank, RandomGenerator random) {
            Subspace start = MajoritySubspace.ofSubset(sample, rank, random);
            return TrimmedFit.of(sample, start).concentrated(SCREENING);
        }

        private TrimmedFit better(TrimmedFit best, Subspace start) {
            TrimmedFit tried = TrimmedFit.of(blocks, start).concentrated(STEPS);
            return tried.sum() < best.sum() ? tried : best;
        }

        private static Blocks sample(Blocks blocks) {
            if (blocks.count() <= SAMPLE) {
                return blocks;
            }
            List<double[]> drawn = new ArrayList<>(blocks.blocks());
            Collections.shuffle(drawn, new Random(blocks.count()));
            return new Blocks(blocks.rows(), drawn.subList(0, SAMPLE));
        }
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
}
