package lorica.align;

import java.util.Arrays;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// A subspace of `ℝ^rows` by an orthonormal basis: vectors of `rows` elements, one after another.
public record Subspace(int rows, int rank, double[] basis) {
    private static final int PANEL = 32;

    public Subspace {
        if (basis.length != Math.multiplyExact(rows, rank)) {
            throw new IllegalArgumentException(
                    "basis: expected %d vectors of %d, found %d elements"
                            .formatted(rank, rows, basis.length));
        }
    }

    /// The subspace of the zero vector alone.
    public static Subspace none(int rows) {
        return new Subspace(rows, 0, new double[0]);
    }

    /// The `rank` leading left singular vectors of `Σ wₖ·MₖMₖᵀ`.
    static Subspace leading(Blocks blocks, double[] weights, int rank) {
        return leading(blocks.rows(), moment(blocks, weights), rank);
    }

    /// The `rank` leading eigenvectors of a moment `[rows, rows]`, which may be overwritten.
    static Subspace leading(int rows, double[] moment, int rank) {
        double[] vectors = SymmetricEigen.of(rows, moment).vectors();
        return new Subspace(rows, rank, Arrays.copyOf(vectors, rank * rows));
    }

    /// The span of vectors of `rows` elements, orthonormalised in their order, twice; the array
    /// belongs to the result. Vectors that add nothing are replaced by zeros of no direction.
    ///
    /// A panel of vectors at a time: against all before it by products, within it one by one.
    static Subspace spanned(int rows, double[] vectors) {
        int rank = vectors.length / rows;
        for (int begin = 0; begin < rank; begin += PANEL) {
            int end = Math.min(rank, begin + PANEL);
            for (int round = 0; round < 2; round++) {
                double[] before = new double[end - begin];
                for (int j = begin; j < end; j++) {
                    before[j - begin] = length(rows, vectors, j);
                }
                rejectPanel(rows, vectors, begin, end);
                for (int j = begin; j < end; j++) {
                    for (int i = begin; i < j; i++) {
                        int at = j * rows;
                        double dot = RowKernel.dot(vectors, i * rows, vectors, at, rows);
                        RowKernel.addScaled(vectors, at, -dot, vectors, i * rows, rows);
                    }
                    double norm = length(rows, vectors, j);
                    double factor = norm > 1e-14 * before[j - begin] ? 1 / norm : 0;
                    for (int t = j * rows; t < (j + 1) * rows; t++) {
                        vectors[t] *= factor;
                    }
                }
            }
        }
        return new Subspace(rows, rank, vectors);
    }

    /// Takes what the vectors before a panel span out of it.
    private static void rejectPanel(int rows, double[] vectors, int begin, int end) {
        int count = end - begin;
        double[] dots = new double[begin * count];
        int at = begin * rows;
        ProductKernel.inner(dots, count, vectors, 0, rows, begin, vectors, at, rows, count, rows);
        for (int i = 0; i < dots.length; i++) {
            dots[i] = -dots[i];
        }
        ProductKernel.combine(vectors, at, rows, count, dots, count, vectors, 0, rows, begin, rows);
    }

    private static double length(int rows, double[] vectors, int j) {
        return Math.sqrt(RowKernel.dot(vectors, j * rows, vectors, j * rows, rows));
    }

    /// `Σ wₖ·MₖMₖᵀ [rows, rows]`.
    static double[] moment(Blocks blocks, double[] weights) {
        int d = blocks.rows();
        double[] moment = new double[Math.multiplyExact(d, d)];
        for (int k = 0; k < blocks.count(); k++) {
            if (weights[k] != 0) {
                double[] block = blocks.blocks().get(k);
                double[] weighted = new double[block.length];
                RowKernel.addScaled(weighted, 0, weights[k], block, 0, block.length);
                ProductKernel.combine(
                        moment, 0, d, d, weighted, d, block, 0, d, blocks.width(k), d);
            }
        }
        return moment;
    }

    /// `Qᵀ·Y [rank, count]` of columns of `rows` elements; row-major.
    double[] coordinates(double[] columns) {
        int count = columns.length / rows;
        double[] coordinates = new double[rank * count];
        ProductKernel.inner(
                coordinates, count, basis, 0, rows, rank, columns, 0, rows, count, rows);
        return coordinates;
    }

    /// `Qᵀ·Y` as columns of `rank` elements, one after another.
    double[] columns(double[] columns) {
        int count = columns.length / rows;
        double[] reduced = new double[rank * count];
        ProductKernel.inner(reduced, rank, columns, 0, rows, count, basis, 0, rows, rank, rows);
        return reduced;
    }

    /// `P·Y` of columns of `rows` elements.
    public double[] project(double[] columns) {
        int count = columns.length / rows;
        double[] projected = new double[columns.length];
        ProductKernel.combine(
                projected, 0, rows, count, coordinates(columns), count, basis, 0, rows, rank, rows);
        return projected;
    }

    /// `(I − P)·Y` of columns of `rows` elements.
    public double[] reject(double[] columns) {
        double[] rejected = columns.clone();
        RowKernel.addScaled(rejected, 0, -1, project(columns), 0, columns.length);
        return rejected;
    }

    /// `‖(I − P)·Mₖ‖_F` of every block.
    public double[] residuals(Blocks blocks) {
        double[] residuals = new double[blocks.count()];
        for (int k = 0; k < residuals.length; k++) {
            double[] rest = reject(blocks.blocks().get(k));
            residuals[k] = Math.sqrt(RowKernel.dot(rest, 0, rest, 0, rest.length));
        }
        return residuals;
    }

    /// The sine of the largest principal angle to a subspace of the same rank: the spectral norm of
    /// `(I − P)·Q'`; 1 where the ranks differ.
    public double distance(Subspace other) {
        if (other.rank != rank) {
            return 1;
        }
        if (rank == 0) {
            return 0;
        }
        double[] rest = reject(other.basis);
        double[] gram = new double[rank * rank];
        ProductKernel.inner(gram, rank, rest, 0, rows, rank, rest, 0, rows, rank, rows);
        return Math.sqrt(Math.max(0, SymmetricEigen.of(rank, gram).values()[0]));
    }
}
