package lorica.volterra.geometry;

import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// Eigenvalues and eigenvectors of a symmetric matrix:
///
/// ```
/// A = Q·diag(values)·Qᵀ
/// ```
///
/// F64; each value is exact to about d·2⁻⁵²·‖A‖.
///
/// @param size d
/// @param values in no order
/// @param vectors Q `[d, d]`, row-major, one eigenvector a column
public record Spectrum(int size, double[] values, double[] vectors) {
    /// @param symmetric row-major `[d, d]`; left as it is
    /// @throws ArithmeticException if it holds NaN or an infinity, or the iteration does not
    ///     converge
    public static Spectrum of(int size, double[] symmetric) {
        double largest = 0;
        for (double entry : symmetric) {
            largest = Math.max(largest, Math.abs(entry));
        }
        if (!Double.isFinite(largest)) {
            throw new ArithmeticException(
                    "eigenvalues of a %d × %d matrix: expected finite numbers, found %s"
                            .formatted(size, size, largest));
        }
        if (largest == 0) {
            return new Spectrum(size, new double[size], identity(size));
        }
        double[] scaled = new double[size * size];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = symmetric[i] / largest; // the iteration squares
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (!eigen.decompose(DMatrixRMaj.wrap(size, size, scaled))) {
            throw new ArithmeticException(
                    "eigenvalues of a %d × %d matrix: expected convergence, found none"
                            .formatted(size, size));
        }
        double[] values = new double[size];
        double[] vectors = new double[size * size];
        for (int k = 0; k < size; k++) {
            values[k] = eigen.getEigenvalue(k).getReal() * largest;
            DMatrixRMaj vector = eigen.getEigenVector(k);
            for (int i = 0; i < size; i++) {
                vectors[i * size + k] = vector.get(i);
            }
        }
        return new Spectrum(size, values, vectors);
    }

    /// f(A) = Q·diag(f(values))·Qᵀ, symmetric to the last bit.
    public double[] apply(DoubleUnaryOperator f) {
        double[] image = new double[size];
        for (int k = 0; k < size; k++) {
            image[k] = f.applyAsDouble(values[k]);
        }
        return withValues(image);
    }

    /// Q·diag(image)·Qᵀ, symmetric to the last bit.
    public double[] withValues(double... image) {
        double[] result = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < size; k++) {
                    sum += vectors[i * size + k] * image[k] * vectors[j * size + k];
                }
                result[i * size + j] = sum;
                result[j * size + i] = sum;
            }
        }
        return result;
    }

    /// The derivative of f at A, applied to the symmetric `direction`, by divided differences
    /// (Daleckii & Krein); it is its own adjoint.
    ///
    /// ```
    /// Q·(Φ ∘ (Qᵀ·direction·Q))·Qᵀ,   Φᵢⱼ = difference(valuesᵢ, valuesⱼ)
    /// ```
    public double[] derivative(DividedDifference difference, double[] direction) {
        double[] transposed = SquareKernel.transposed(size, vectors);
        double[] rotated = SquareKernel.congruent(size, transposed, direction);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                rotated[i * size + j] *= difference.of(values[i], values[j]);
            }
        }
        return SquareKernel.congruent(size, vectors, rotated);
    }

    /// (f(a) − f(b)) / (a − b), and f′(a) where they are equal, without cancellation.
    @FunctionalInterface
    public interface DividedDifference {
        /// Of the exponential: e^((a+b)/2)·sinh(h)/h, h = (a − b)/2.
        DividedDifference EXPONENTIAL =
                (a, b) -> {
                    double h = (a - b) / 2;
                    double ratio = Math.abs(h) < 1e-4 ? 1 + h * h / 6 : Math.sinh(h) / h;
                    return Math.exp((a + b) / 2) * ratio;
                };

        /// The quotient.
        double of(double a, double b);
    }

    private static double[] identity(int size) {
        double[] identity = new double[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        return identity;
    }
}
