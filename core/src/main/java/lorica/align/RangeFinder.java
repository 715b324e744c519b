package lorica.align;

import java.util.List;
import java.util.SplittableRandom;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// An orthonormal basis Q of what many columns span, of at most `most` vectors:
///
/// ```
/// up to `most` columns: their span, exactly;   else Q = orth(M·(Mᵀ·(M·Ω))),   Ω [columns, most]
/// ```
///
/// Ω is normal and seeded. Up to `most` rows nothing is projected at all. Source: Halko,
/// Martinsson, Tropp 2011, algorithm 4.4 with one power step.
///
/// @param range Q
/// @param discarded `1 − ‖QᵀM‖² / ‖M‖²`: the share of energy that Q leaves out
record RangeFinder(Subspace range, double discarded) {
    static final int MOST = 512;
    private static final long SEED = 20_251_122;

    /// @param columns arrays of vectors of `rows` elements, one after another
    static RangeFinder of(int rows, List<double[]> columns) {
        return of(rows, columns, MOST);
    }

    static RangeFinder of(int rows, List<double[]> columns, int most) {
        Subspace range = basis(rows, columns, most);
        if (range.rank() == rows) {
            return new RangeFinder(range, 0);
        }
        double all = 0;
        double kept = 0;
        for (double[] block : columns) {
            double[] coordinates = range.coordinates(block);
            all += RowKernel.dot(block, 0, block, 0, block.length);
            kept += RowKernel.dot(coordinates, 0, coordinates, 0, coordinates.length);
        }
        return new RangeFinder(range, all == 0 ? 0 : Math.max(0, 1 - kept / all));
    }

    /// Q alone.
    static Subspace basis(int rows, List<double[]> columns, int most) {
        if (rows <= most) {
            double[] unit = new double[rows * rows];
            for (int i = 0; i < rows; i++) {
                unit[i * rows + i] = 1;
            }
            return new Subspace(rows, rows, unit);
        }
        int count = columns.stream().mapToInt(block -> block.length / rows).sum();
        return count <= most
                ? Subspace.spanned(rows, joined(rows, count, columns))
                : sketched(rows, columns, most);
    }

    private static double[] joined(int rows, int count, List<double[]> columns) {
        double[] joined = new double[Math.multiplyExact(rows, count)];
        int at = 0;
        for (double[] block : columns) {
            System.arraycopy(block, 0, joined, at, block.length);
            at += block.length;
        }
        return joined;
    }

    private static Subspace sketched(int rows, List<double[]> columns, int most) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] sketch = new double[Math.multiplyExact(rows, most)];
        for (double[] block : columns) {
            int width = block.length / rows;
            double[] weights = new double[width * most];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextGaussian();
            }
            ProductKernel.combine(
                    sketch, 0, rows, most, weights, most, block, 0, rows, width, rows);
        }
        Subspace first = Subspace.spanned(rows, sketch);
        double[] powered = new double[sketch.length];
        for (double[] block : columns) {
            int width = block.length / rows;
            double[] weights = new double[width * most];
            ProductKernel.inner(
                    weights, most, block, 0, rows, width, first.basis(), 0, rows, most, rows);
            ProductKernel.combine(
                    powered, 0, rows, most, weights, most, block, 0, rows, width, rows);
        }
        return Subspace.spanned(rows, powered);
    }

    /// `Qᵀ·Y` of columns of the range's rows, as columns of its rank.
    double[] reduced(double[] columns) {
        if (range.rank() == range.rows()) {
            return columns;
        }
        return range.columns(columns);
    }

    /// Basis vectors in the full space of a subspace of the reduced one.
    Subspace lifted(Subspace inner) {
        if (range.rank() == range.rows()) {
            return inner;
        }
        double[] basis = new double[Math.multiplyExact(range.rows(), inner.rank())];
        for (int i = 0; i < inner.rank(); i++) {
            for (int j = 0; j < range.rank(); j++) {
                RowKernel.addScaled(
                        basis,
                        i * range.rows(),
                        inner.basis()[i * inner.rows() + j],
                        range.basis(),
                        j * range.rows(),
                        range.rows());
            }
        }
        return new Subspace(range.rows(), inner.rank(), basis);
    }

    /// A row-major matrix of `rows` rows by its columns.
    static double[] transposed(double[] matrix, int rows) {
        int columns = rows == 0 ? 0 : matrix.length / rows;
        double[] transposed = new double[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = matrix[i * columns + j];
            }
        }
        return transposed;
    }
}
