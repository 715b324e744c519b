package lorica.align;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The subspace that most blocks share, and which blocks do not.
///
/// ```
/// 1. Mₖ scaled (Scaling)
/// 2. P_q = argmin Σₖ ‖(I − P)Mₖ‖_F of the rank that a majority needs (MajoritySubspace)
/// 3. λ = √ℓ, ℓ = √(r/((1 − γ)K)), r and γ from 2, then from the decomposition, until they stay
/// 4. Outlier Pursuit by blocks; P = its leading q directions, or P_q where that fits blocks better
/// 5. contaminated: ‖(I − P)Mₖ‖ beyond the critical value; P again from the others, until they stay
/// ```
///
/// The programme of step 4 is the published one; steps 2 and 5 are ours: a direction that a
/// minority shares (colluders) is low rank as well, and stays in L. Source:
/// docs/methods/robust-alignment.md.
///
/// @param subspace P's
/// @param residuals `‖(I − P)·Mₖ‖_F` as shares of the scale of the blocks
/// @param scores of the residuals, in robust standard deviations
/// @param contaminated by block
/// @param decomposition of step 4
/// @param saturated whether there are more directions than so many blocks can tell apart
public record SharedSubspace(
        Subspace subspace,
        double[] residuals,
        double[] scores,
        List<Boolean> contaminated,
        Decomposition decomposition,
        boolean saturated) {
    /// How norms of blocks enter.
    public enum Scaling {
        /// Every block counts with norm 1.
        UNIT,
        /// Blocks above twice the median norm are shortened to it; small ones stay small.
        CLIPPED
    }

    /// Residuals below this share of a block are rounding.
    static final double ROUNDING = 1e-7;

    private static final double CLIP = 2;

    public SharedSubspace {
        contaminated = List.copyOf(contaminated);
    }

    /// Finds it.
    ///
    /// @throws AlignmentException if one or two blocks alone are not zero
    public static SharedSubspace of(Blocks blocks, Scaling scaling) {
        double[] norms = blocks.norms();
        double[] positive = Arrays.stream(norms).filter(norm -> norm > 0).toArray();
        if (positive.length == 0) {
            return trivial(blocks);
        }
        if (positive.length < 3) {
            throw new AlignmentException(
                    "updates",
                    "at least 3 that are not zero (of two, no majority can be told)",
                    String.valueOf(positive.length));
        }
        Blocks scaled = blocks.scaled(factors(norms, scaling));
        double unit = scaling == Scaling.UNIT ? 1 : RobustScale.median(positive);
        return new SubspaceSearch(scaled.scaled(constant(norms.length, 1 / unit))).run();
    }

    /// The subspace of steps 2 and 5 alone, every block at norm 1: without the programme, whose
    /// steps over hundreds of wide blocks take an hour. At least three blocks are not zero.
    static Subspace byResiduals(Blocks blocks) {
        return new SubspaceSearch(blocks.normed()).byResiduals();
    }

    private static double[] factors(double[] norms, Scaling scaling) {
        double median = RobustScale.median(Arrays.stream(norms).filter(norm -> norm > 0).toArray());
        double[] factors = new double[norms.length];
        for (int k = 0; k < norms.length; k++) {
            factors[k] =
                    norms[k] == 0
                            ? 0
                            : switch (scaling) {
                                case UNIT -> 1 / norms[k];
                                case CLIPPED -> Math.min(1, CLIP * median / norms[k]);
                            };
        }
        return factors;
    }

    static double[] constant(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    /// Of zero blocks alone.
    private static SharedSubspace trivial(Blocks blocks) {
        int count = blocks.count();
        Subspace none = Subspace.none(blocks.rows());
        return new SharedSubspace(
                none,
                new double[count],
                new double[count],
                Collections.nCopies(count, false),
                new Decomposition(none, new double[0], new double[count], 1, 0, 0, 0, 0, true),
                false);
    }
}
