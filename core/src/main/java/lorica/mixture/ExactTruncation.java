package lorica.mixture;

import java.util.Arrays;
import lorica.kernel.RowKernel;

/// Truncates `Σₖ cₖ·bₖ·aₖᵀ` by thin QR of the stacked factors and a small SVD:
///
/// ```
/// R_B·R_Aᵀ = P·Σ·Wᵀ,   U = Q_B·P,   V = Q_A·W   (see ProductCore)
/// ```
///
/// All in `double`. Singular values below the rounding of the sum are zero, so that what cancels
/// cancels exactly.
final class ExactTruncation {
    /// Multiplications an element of the small matrix and its extent, at the speed of the kernels:
    /// measured, the SVD runs below it.
    private static final double SVD_WORK = 20;

    private ExactTruncation() {}

    /// Multiplications of the two QR, the core and its SVD.
    static double cost(StackedFactors stacked) {
        double left = Math.min(stacked.rank(), stacked.out());
        double right = Math.min(stacked.rank(), stacked.in());
        double qr =
                2.0
                        * stacked.rank()
                        * stacked.rank()
                        * ((stacked.rank() < stacked.out() ? stacked.out() : 0)
                                + (stacked.rank() < stacked.in() ? stacked.in() : 0));
        double svd = SVD_WORK * left * right * Math.min(left, right);
        return qr + left * right * stacked.rank() + svd;
    }

    /// Heap that it takes: the rows of both sides before and after their QR, the core, and what its
    /// SVD makes of it.
    static long workingBytes(StackedFactors stacked) {
        return ProductCore.workingBytes(stacked)
                + 6L
                        * Double.BYTES
                        * Math.min(stacked.rank(), stacked.out())
                        * Math.min(stacked.rank(), stacked.in());
    }

    static Truncation of(StackedFactors stacked, int rank) {
        ProductCore product = ProductCore.of(stacked);
        ProductCore.Side left = product.left();
        ProductCore.Side right = product.right();
        SmallSvd svd = SmallSvd.of(left.extent(), right.extent(), product.core());
        double[] values = svd.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] <= product.rounding() ? 0 : values[i];
        }
        int kept = Math.min(rank, values.length);
        double before = norm(values);
        double after = norm(Arrays.copyOf(values, kept));
        double error = norm(Arrays.copyOfRange(values, kept, values.length));
        return new Truncation(
                Arrays.copyOf(values, kept),
                left.vectors(svd.left(), kept),
                right.vectors(svd.right(), kept),
                new ModuleReport(
                        stacked.module(),
                        stacked.rank(),
                        ModuleReport.Method.QR_SVD,
                        before,
                        after,
                        error,
                        0,
                        0));
    }

    private static double norm(double[] values) {
        return Math.sqrt(RowKernel.dot(values, 0, values, 0, values.length));
    }
}
