package lorica.align;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// Eigenvalues, descending, and eigenvectors of a small symmetric matrix.
///
/// @param vectors of `size` elements, one after another, in the order of the values
record SymmetricEigen(int size, double[] values, double[] vectors) {
    /// Decomposes a full symmetric matrix, which may be overwritten.
    ///
    /// @throws ArithmeticException if the iteration does not converge
    static SymmetricEigen of(int size, double[] matrix) {
        double largest = largestElement(matrix);
        if (largest == 0) {
            double[] unit = new double[size * size];
            for (int i = 0; i < size; i++) {
                unit[i * size + i] = 1;
            }
            return new SymmetricEigen(size, new double[size], unit);
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = decomposed(size, matrix, largest, true);
        double[] unsorted = new double[size];
        for (int i = 0; i < size; i++) {
            unsorted[i] = eigen.getEigenvalue(i).getReal() * largest;
        }
        int[] order =
                IntStream.range(0, size)
                        .boxed()
                        .sorted((i, j) -> Double.compare(unsorted[j], unsorted[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] values = new double[size];
        double[] vectors = new double[size * size];
        for (int i = 0; i < size; i++) {
            values[i] = unsorted[order[i]];
            DMatrixRMaj vector = eigen.getEigenVector(order[i]);
            for (int t = 0; t < size; t++) {
                vectors[i * size + t] = vector.get(t, 0);
            }
        }
        return new SymmetricEigen(size, values, vectors);
    }

    /// The largest eigenvalue alone, in a third of the time; the matrix may be overwritten.
    ///
    /// @throws ArithmeticException if the iteration does not converge
    static double largest(int size, double[] matrix) {
        double unit = largestElement(matrix);
        if (unit == 0) {
            return 0;
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = decomposed(size, matrix, unit, false);
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, eigen.getEigenvalue(i).getReal() * unit);
        }
        return largest;
    }

    private static double largestElement(double[] matrix) {
        double largest = 0;
        for (double value : matrix) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /// Of the matrix in units of its largest element, because the iteration squares.
    private static EigenDecomposition_F64<DMatrixRMaj> decomposed(
            int size, double[] matrix, double unit, boolean vectors) {
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] /= unit;
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(size, vectors, true);
        if (!eigen.decompose(DMatrixRMaj.wrap(size, size, matrix))) {
            throw new ArithmeticException(
                    "the eigenvalues of a %d × %d matrix did not converge".formatted(size, size));
        }
        return eigen;
    }
}
