package lorica.distance;

import java.util.Arrays;
import lorica.kernel.FourierKernel;
import lorica.kernel.ToeplitzKernel;

/// The matrix `Kᵢⱼ = column[|i − j|]`, known by its first column, `n×n`.
record SymmetricToeplitz(double[] column) {
    /// A complex butterfly costs about as much as this many steps of the direct sum.
    private static final long BUTTERFLY = 12;

    /// A kernel's matrix on the ids of a vocabulary.
    static SymmetricToeplitz of(Kernel kernel, int vocabulary) {
        double[] column = new double[vocabulary];
        for (int distance = 0; distance < vocabulary; distance++) {
            column[distance] = kernel.of(distance);
        }
        return new SymmetricToeplitz(column);
    }

    /// `K·x` of a sparse `x` (F64), by whichever way takes fewer steps: the choice depends on sizes
    /// only, so the same input gives the same bytes.
    double[] times(int[] positions, double[] values) {
        long length = transformLength();
        long butterflies = 3 * (length / 2) * Long.numberOfTrailingZeros(length);
        return (long) positions.length * column.length <= BUTTERFLY * butterflies
                ? timesDirectly(positions, values)
                : timesByFourier(positions, values);
    }

    /// One shifted column a non-zero, added in the order of positions.
    double[] timesDirectly(int[] positions, double[] values) {
        int n = column.length;
        double[] mirrored = new double[2 * n - 1];
        for (int i = 0; i < n; i++) {
            mirrored[n - 1 + i] = column[i];
            mirrored[n - 1 - i] = column[i];
        }
        double[] product = new double[n];
        ToeplitzKernel.times(mirrored, positions, values, product);
        return product;
    }

    /// `K` embedded in a circulant matrix, which the Fourier transform makes diagonal: its
    /// eigenvalues are real, because its column is even.
    double[] timesByFourier(int[] positions, double[] values) {
        int n = column.length;
        int length = Math.toIntExact(transformLength());
        double[] cosines = new double[length / 2];
        double[] sines = new double[length / 2];
        FourierKernel.roots(cosines, sines);
        double[] eigenvalues = new double[length];
        System.arraycopy(column, 0, eigenvalues, 0, n);
        for (int i = 1; i < n; i++) {
            eigenvalues[length - i] = column[i];
        }
        FourierKernel.transform(eigenvalues, new double[length], cosines, sines);
        double[] real = new double[length];
        double[] imaginary = new double[length];
        for (int i = 0; i < positions.length; i++) {
            real[positions[i]] = values[i];
        }
        FourierKernel.transform(real, imaginary, cosines, sines);
        for (int i = 0; i < length; i++) {
            real[i] *= eigenvalues[i] / length;
            imaginary[i] *= -eigenvalues[i] / length; // conjugate: the inverse is then a transform
        }
        FourierKernel.transform(real, imaginary, cosines, sines);
        return Arrays.copyOf(real, n);
    }

    /// The least power of two that holds the column and its mirror image.
    private long transformLength() {
        return Math.max(2, Long.highestOneBit(Math.max(1, 2L * column.length - 2)) << 1);
    }
}
