package lorica.align;

import java.util.Arrays;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// A subspace, and the larger half of the blocks that is nearest to it: one state of least trimmed
/// squares.
///
/// ```
/// near = the h blocks with the smallest ‖Mₖ‖² − ‖QᵀMₖ‖²,   h = ⌊K/2⌋ + 1
/// sum  = Σ_near ‖Mₖ‖² − ‖QᵀMₖ‖²
/// step: Q ← orth(Σ_near Mₖ(MₖᵀQ)),   near anew
/// ```
///
/// A concentration step is one step of subspace iteration with the nearest blocks, so that it
/// costs products with `rank` vectors and no `[rows, rows]`; the coordinates `MₖᵀQ` serve the
/// distances as well as the next step. Source: Rousseeuw and Van Driessen 2006.
///
/// @param coordinates `MₖᵀQ [widthₖ, rank]` of every block
record TrimmedFit(
        Blocks blocks, Subspace subspace, double[][] coordinates, boolean[] near, double sum) {
    private static final double STAYS = 1e-11;
    private static final double SLOW = 1e-3;

    /// Sums below this share of the blocks are rounding, and say nothing about progress.
    private static final double ROUNDING = 1e-12;

    static TrimmedFit of(Blocks blocks, Subspace subspace) {
        int count = blocks.count();
        double[][] coordinates = new double[count][];
        double[] left = new double[count];
        int d = blocks.rows();
        int rank = subspace.rank();
        for (int k = 0; k < count; k++) {
            double[] block = blocks.blocks().get(k);
            int width = blocks.width(k);
            double[] own = new double[width * rank];
            ProductKernel.inner(own, rank, block, 0, d, width, subspace.basis(), 0, d, rank, d);
            double inside = RowKernel.dot(own, 0, own, 0, own.length);
            double square = RowKernel.dot(block, 0, block, 0, block.length);
            left[k] = Math.max(0, square - inside);
            coordinates[k] = own;
        }
        boolean[] near = nearest(left);
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += near[k] ? left[k] : 0;
        }
        return new TrimmedFit(blocks, subspace, coordinates, near, sum);
    }

    /// The larger half with the smallest values; of equal ones, the first.
    private static boolean[] nearest(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int open = values.length / 2 + 1;
        double border = sorted[open - 1];
        boolean[] near = new boolean[values.length];
        for (int k = 0; k < values.length; k++) {
            near[k] = values[k] < border;
            open -= near[k] ? 1 : 0;
        }
        for (int k = 0; k < values.length && open > 0; k++) {
            if (values[k] == border) {
                near[k] = true;
                open--;
            }
        }
        return near;
    }

    /// At most so many concentration steps, until subspace and half stay or the sum hardly falls.
    TrimmedFit concentrated(int steps) {
        TrimmedFit now = this;
        for (int step = 0; step < steps; step++) {
            TrimmedFit next = of(blocks, now.multiplied());
            double moved = next.subspace.distance(now.subspace);
            boolean stays = Arrays.equals(next.near, now.near) && moved < SLOW;
            boolean slow = next.sum > ROUNDING * blocks.count() && next.sum >= (1 - SLOW) * now.sum;
            now = next;
            if (moved < STAYS || stays || slow) {
                break;
            }
        }
        return now;
    }

    /// `orth(Σ_near Mₖ(MₖᵀQ))`.
    private Subspace multiplied() {
        int d = blocks.rows();
        int rank = subspace.rank();
        double[] product = new double[d * rank];
        for (int k = 0; k < coordinates.length; k++) {
            if (near[k]) {
                double[] block = blocks.blocks().get(k);
                int width = blocks.width(k);
                ProductKernel.combine(
                        product, 0, d, rank, coordinates[k], rank, block, 0, d, width, d);
            }
        }
        return Subspace.spanned(d, product);
    }

    /// The leading directions of the nearest half.
    Subspace leading(int rank) {
        double[] weights = new double[near.length];
        for (int k = 0; k < near.length; k++) {
            weights[k] = near[k] ? 1 : 0;
        }
        return Subspace.leading(blocks, weights, rank);
    }
}
