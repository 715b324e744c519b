package lorica.mixture;

import java.util.Arrays;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// Orthonormal vectors of one length, one after another, that grow by blocks.
///
/// Blocks are made orthogonal twice to all earlier vectors (block Gram–Schmidt), which keeps the
/// basis orthonormal to rounding.
final class OrthonormalBasis {
    private final int length;
    private final int capacity;
    private final double[] vectors;
    private int size;

    OrthonormalBasis(int length, int capacity) {
        this.length = length;
        this.capacity = capacity;
        this.vectors = new double[Math.multiplyExact(length, capacity)];
    }

    int size() {
        return size;
    }

    /// A copy of the vectors from `from` on.
    double[] from(int from) {
        return Arrays.copyOfRange(vectors, from * length, size * length);
    }

    /// `(I − QQᵀ)·block`, in place; the result are the coefficients `Qᵀ·block [size, count]`.
    double[] project(double[] block, int count) {
        double[] coefficients = new double[size * count];
        ProductKernel.inner(
                coefficients, count, vectors, 0, length, size, block, 0, length, count, length);
        double[] negative = new double[coefficients.length];
        RowKernel.addScaled(negative, 0, -1, coefficients, 0, negative.length);
        ProductKernel.combine(
                block, 0, length, count, negative, count, vectors, 0, length, size, length);
        return coefficients;
    }

    /// Appends what a block adds to the space; vectors that add at most `negligible` are dropped.
    ///
    /// The result are coefficients `C [size afterwards, count]` with `block = Q·C`, but for what
    /// was dropped. The block is overwritten.
    double[] append(double[] block, int count, double negligible) {
        int before = size;
        double[] first = project(block, count);
        double[] r1 = new double[count * count];
        int kept = orthonormalise(block, count, negligible, r1);
        double[] second = project(block, kept);
        double[] r2 = new double[kept * kept];
        // A vector that the second round shortens was rounding only.
        int gained = orthonormalise(block, kept, 0.1, r2);
        if (size + gained > capacity) {
            throw new IllegalStateException(
                    "a basis of %d vectors cannot take %d more than %d"
                            .formatted(capacity, gained, size));
        }
        System.arraycopy(block, 0, vectors, size * length, gained * length);
        size += gained;
        double[] coefficients = Arrays.copyOf(first, size * count);
        for (int k = 0; k < kept; k++) {
            for (int i = 0; i < before; i++) {
                RowKernel.addScaled(
                        coefficients, i * count, second[i * kept + k], r1, k * count, count);
            }
            for (int i = 0; i < gained; i++) {
                RowKernel.addScaled(
                        coefficients, (before + i) * count, r2[i * kept + k], r1, k * count, count);
            }
        }
        return coefficients;
    }

    /// Modified Gram–Schmidt, twice, within a block; dropped vectors make room for later ones.
    /// Fills `r [kept, count]`, row-major with stride `count`; the result is `kept`.
    private int orthonormalise(double[] block, int count, double negligible, double[] r) {
        int kept = 0;
        for (int j = 0; j < count; j++) {
            int at = j * length;
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < kept; i++) {
                    double dot = RowKernel.dot(block, i * length, block, at, length);
                    RowKernel.addScaled(block, at, -dot, block, i * length, length);
                    r[i * count + j] += dot;
                }
            }
            double norm = Math.sqrt(RowKernel.dot(block, at, block, at, length));
            if (norm > negligible) {
                r[kept * count + j] = norm;
                int to = kept * length;
                for (int t = 0; t < length; t++) {
                    block[to + t] = block[at + t] / norm;
                }
                kept++;
            }
        }
        return kept;
    }

    /// `Q·Y` for `count` vectors of `size` elements, one after another.
    double[] multiply(double[] y, int count) {
        double[] transposed = new double[size * count];
        for (int i = 0; i < size; i++) {
            for (int c = 0; c < count; c++) {
                transposed[i * count + c] = y[c * size + i];
            }
        }
        double[] product = new double[Math.multiplyExact(length, count)];
        ProductKernel.combine(
                product, 0, length, count, transposed, count, vectors, 0, length, size, length);
        return product;
    }
}
