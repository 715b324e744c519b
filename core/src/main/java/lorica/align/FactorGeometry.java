package lorica.align;

import lorica.adapter.LoraFactors;
import lorica.kernel.RowKernel;

/// Factors of one module as columns, without the product `[out, in]`.
final class FactorGeometry {
    private FactorGeometry() {}

    /// The columns of `s·B`, one after another.
    static double[] columns(LoraFactors factors) {
        double[] columns = RangeFinder.transposed(factors.b().toDoubles(), factors.out());
        for (int i = 0; i < columns.length; i++) {
            columns[i] *= factors.scaling();
        }
        return columns;
    }

    /// Columns `s·B·(A·Aᵀ)^½`: `[out, r]` with the singular values and the left singular vectors of
    /// `ΔW`, which is all that column spaces and norms depend on.
    static double[] whitened(LoraFactors factors) {
        int rank = factors.rank();
        int in = factors.in();
        int out = factors.out();
        double[] a = factors.a().toDoubles();
        double[] gram = new double[rank * rank];
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < rank; j++) {
                gram[i * rank + j] = RowKernel.dot(a, i * in, a, j * in, in);
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(rank, gram);
        double[] columns = columns(factors);
        double[] whitened = new double[columns.length];
        for (int i = 0; i < rank; i++) {
            double root = Math.sqrt(Math.max(0, eigen.values()[i]));
            for (int j = 0; j < rank; j++) {
                RowKernel.addScaled(
                        whitened,
                        i * out,
                        root * eigen.vectors()[i * rank + j],
                        columns,
                        j * out,
                        out);
            }
        }
        return whitened;
    }
}
