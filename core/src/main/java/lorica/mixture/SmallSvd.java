package lorica.mixture;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/// Singular value decomposition of a small dense matrix, values descending:
///
/// ```
/// M [rows, columns] = Σᵢ values[i]·left[i]·right[i]ᵀ,   i < min(rows, columns)
/// ```
///
/// @param left vectors of `rows` elements, one after another
/// @param right vectors of `columns` elements, one after another
record SmallSvd(int rows, int columns, double[] values, double[] left, double[] right) {
    /// Decomposes a row-major matrix, which is overwritten.
    ///
    /// @throws ArithmeticException if the iteration does not converge
    static SmallSvd of(int rows, int columns, double[] matrix) {
        int count = Math.min(rows, columns);
        double largest = 0;
        for (double value : matrix) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0) {
            return new SmallSvd(
                    rows, columns, new double[count], unit(count, rows), unit(count, columns));
        }
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] /= largest; // the iteration squares
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(rows, columns, true, true, true);
        if (!svd.decompose(DMatrixRMaj.wrap(rows, columns, matrix))) {
            throw new ArithmeticException(
                    "the singular values of a %d × %d matrix did not converge"
                            .formatted(rows, columns));
        }
        double[] unsorted = svd.getSingularValues();
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj v = svd.getV(null, false);
        int[] order =
                IntStream.range(0, count)
                        .boxed()
                        .sorted((i, j) -> Double.compare(unsorted[j], unsorted[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] values = new double[count];
        double[] left = new double[count * rows];
        double[] right = new double[count * columns];
        for (int i = 0; i < count; i++) {
            values[i] = unsorted[order[i]] * largest;
            for (int row = 0; row < rows; row++) {
                left[i * rows + row] = u.unsafe_get(row, order[i]);
            }
            for (int column = 0; column < columns; column++) {
                right[i * columns + column] = v.unsafe_get(column, order[i]);
            }
        }
        return new SmallSvd(rows, columns, values, left, right);
    }

    private static double[] unit(int count, int length) {
        double[] vectors = new double[count * length];
        for (int i = 0; i < count; i++) {
            vectors[i * length + i] = 1;
        }
        return vectors;
    }
}
