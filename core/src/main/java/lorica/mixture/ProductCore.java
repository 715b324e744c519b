package lorica.mixture;

import java.util.Arrays;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// The small dense matrix that has the singular values of `Σₖ cₖ·bₖ·aₖᵀ`:
///
/// ```
/// B = Q_B·R_B,   Aᵀ = Q_A·R_A,   core = R_B·R_Aᵀ
/// ```
///
/// Where the stacked rank reaches an extent, that side needs no QR: its factor is used as it is,
/// and the core has that extent.
///
/// @param rounding what a singular value of an update that cancels may be
record ProductCore(Side left, Side right, double[] core, double rounding) {
    static ProductCore of(StackedFactors stacked) {
        int rank = stacked.rank();
        Side left = Side.of(stacked.out(), rank, stacked.rowsOfB());
        Side right = Side.of(stacked.in(), rank, stacked.rowsOfA());
        double[] rowsOfLeft = left.rows();
        double[] rowsOfRight = right.rows();
        double[] core = new double[Math.multiplyExact(left.extent(), right.extent())];
        ProductKernel.inner(
                core,
                right.extent(),
                rowsOfLeft,
                0,
                rank,
                left.extent(),
                rowsOfRight,
                0,
                rank,
                right.extent(),
                rank);
        double rounding =
                Math.ulp(1.0)
                        * Math.max(left.extent(), right.extent())
                        * norm(rowsOfLeft)
                        * norm(rowsOfRight);
        return new ProductCore(left, right, core, rounding);
    }

    /// Heap that [#of] takes.
    static long workingBytes(StackedFactors stacked) {
        long rows = (long) stacked.rank() * (stacked.in() + stacked.out());
        long core =
                (long) Math.min(stacked.rank(), stacked.out())
                        * Math.min(stacked.rank(), stacked.in());
        return Double.BYTES * (2 * rows + 3 * core);
    }

    /// `‖Σₖ cₖ·bₖ·aₖᵀ‖` in the Frobenius norm.
    double norm() {
        double norm = norm(core);
        return norm <= rounding ? 0 : norm;
    }

    private static double norm(double[] values) {
        return Math.sqrt(RowKernel.dot(values, 0, values, 0, values.length));
    }

    /// One side of the product after its QR, or as it is.
    sealed interface Side {
        static Side of(int length, int rank, double[] columns) {
            if (rank < length) {
                return new Orthogonal(rank, ThinQr.of(length, rank, columns));
            }
            double[] rows = new double[columns.length];
            for (int i = 0; i < rank; i++) {
                for (int j = 0; j < length; j++) {
                    rows[j * rank + i] = columns[i * length + j];
                }
            }
            return new Plain(length, rows);
        }

        /// Rows of this side's small factor.
        int extent();

        /// The small factor `[extent, rank]`, row-major.
        double[] rows();

        /// The first `count` singular vectors of the whole side.
        double[] vectors(double[] small, int count);

        record Orthogonal(int extent, ThinQr qr) implements Side {
            @Override
            public double[] rows() {
                return qr.r();
            }

            @Override
            public double[] vectors(double[] small, int count) {
                return qr.multiply(small, count);
            }
        }

        record Plain(int extent, double[] rows) implements Side {
            @Override
            public double[] vectors(double[] small, int count) {
                return Arrays.copyOf(small, count * extent);
            }
        }
    }
}
