package lorica.align;

import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// How far every block lies outside the subspace that the others share, and within it from their
/// centre.
///
/// ```
/// Dₖ = Θₖ − m,   m the mean of the n blocks that count (or 0),   M = Σ DⱼDⱼᵀ over them
/// gₖ = n/(n − 1) for those (1 without m), 1 for the others
/// Pₖ = leading directions of M − gₖDₖDₖᵀ  for those, of M for the others
/// outside = ‖(I − Pₖ)gₖDₖ‖,   within = ‖Pₖ·gₖDₖ‖
/// ```
///
/// A block counts neither for the mean nor for the subspace that it is measured by: one that does
/// lies nearer to both than one that does not, and benign blocks would differ by nothing else.
/// `M − gDDᵀ` and `gD` are what a mean without the block gives. Pₖ by subspace iteration from the
/// leading directions of M, a few products with `[rows, rows]`.
record LeaveOneOutLengths(double[] outside, double[] within) {
    private static final int STEPS = 40;
    private static final double STAYS = 1e-3;

    /// @param counts which blocks count for the others, at least two
    /// @param centred whether they are measured from their mean, or from 0
    static LeaveOneOutLengths of(Blocks blocks, boolean[] counts, boolean centred, int rank) {
        int n = 0;
        for (boolean one : counts) {
            n += one ? 1 : 0;
        }
        double[] weights = new double[counts.length];
        double[] mean = new double[counts.length];
        for (int k = 0; k < counts.length; k++) {
            weights[k] = counts[k] ? 1 : 0;
            mean[k] = counts[k] && centred ? 1.0 / n : 0;
        }
        Blocks deviations = Updates.minus(blocks, Updates.sum(blocks, mean));
        double[] moment = Subspace.moment(deviations, weights);
        Subspace shared = Subspace.leading(blocks.rows(), moment.clone(), rank);
        double own = centred ? n / (n - 1.0) : 1;
        double[] outside = new double[counts.length];
        double[] within = new double[counts.length];
        for (int k = 0; k < counts.length; k++) {
            double[] block = deviations.blocks().get(k);
            Subspace others = counts[k] ? without(block, own, moment, shared) : shared;
            double[] rest = others.reject(block);
            double left = RowKernel.dot(rest, 0, rest, 0, rest.length);
            double all = RowKernel.dot(block, 0, block, 0, block.length);
            double factor = counts[k] ? own : 1;
            outside[k] = factor * Math.sqrt(left);
            within[k] = factor * Math.sqrt(Math.max(0, all - left));
        }
        return new LeaveOneOutLengths(outside, within);
    }

    /// The leading directions of `M − weight·DDᵀ`, from those of M.
    private static Subspace without(double[] block, double weight, double[] moment, Subspace all) {
        int d = all.rows();
        int rank = all.rank();
        int width = block.length / d;
        Subspace now = all;
        for (int step = 0; step < STEPS && rank > 0; step++) {
            double[] product = new double[d * rank];
            ProductKernel.inner(product, d, now.basis(), 0, d, rank, moment, 0, d, d, d);
            double[] taken = now.columns(block);
            for (int i = 0; i < taken.length; i++) {
                taken[i] *= -weight;
            }
            ProductKernel.combine(product, 0, d, rank, taken, rank, block, 0, d, width, d);
            Subspace next = Subspace.spanned(d, product);
            double moved = next.distance(now);
            now = next;
            if (moved < STAYS) {
                break;
            }
        }
        return now;
    }
}
