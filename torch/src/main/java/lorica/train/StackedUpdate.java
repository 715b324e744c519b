package lorica.train;

import java.util.Arrays;
import java.util.List;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Qr;
import lorica.torch.Svd;

/// The whole update of one module as one pair of factors, row-major: `ΔW = scaling·B·A`.
///
/// @param a `[rank, in]`
/// @param b `[out, rank]`
record StackedUpdate(int rank, int in, int out, float[] a, float[] b) {
    /// The addends side by side, exactly; rows and columns of zeros fill up to `rank`.
    ///
    /// @param scaling of the result; what an addend's own differs by goes into its B
    static StackedUpdate of(List<UpdateTerm> terms, int rank, double scaling) {
        int in = terms.getFirst().a().length / terms.getFirst().rank();
        int out = terms.getFirst().b().length / terms.getFirst().rank();
        float[] a = new float[Math.multiplyExact(rank, in)];
        float[] b = new float[Math.multiplyExact(out, rank)];
        int at = 0;
        for (UpdateTerm term : terms) {
            System.arraycopy(term.a(), 0, a, at * in, term.a().length);
            double factor = term.scaling() / scaling;
            for (int row = 0; row < out; row++) {
                for (int i = 0; i < term.rank(); i++) {
                    b[row * rank + at + i] = (float) (factor * term.b()[row * term.rank() + i]);
                }
            }
            at += term.rank();
        }
        return new StackedUpdate(rank, in, out, a, b);
    }

    /// The best approximation of a lower rank, and what it leaves out.
    ///
    /// @param squaredError ‖ΔW − ΔŴ‖², and squaredNorm ‖ΔW‖², Frobenius, without the scaling
    record Truncated(StackedUpdate update, double squaredError, double squaredNorm) {}

    /// By thin QR of both factors and the SVD of their r × r core, in F32:
    ///
    /// ```
    /// B = Q_B·R_B,  Aᵀ = Q_A·R_A,  R_B·R_Aᵀ = U·Σ·Vᵀ
    /// B̂ = Q_B·U·√Σ,  Â = √Σ·Vᵀ·Q_Aᵀ   (the leading `rank` of each)
    /// ```
    Truncated truncated(int lower) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            Qr left = Qr.of(NativeTensor.of(b, out, rank));
            Qr right = Qr.of(NativeTensor.of(a, rank, in).transposed(0, 1));
            Svd core = Svd.of(left.r().product(right.r().transposed(0, 1)));
            float[] values = core.values().toFloats();
            int kept = Math.min(lower, values.length);
            NativeTensor roots = NativeTensor.of(roots(values, kept), kept);
            NativeTensor newB = left.q().product(core.left().narrowed(1, 0, kept)).times(roots);
            NativeTensor newA =
                    right.q()
                            .product(core.right().narrowed(0, 0, kept).transposed(0, 1))
                            .times(roots)
                            .transposed(0, 1);
            return new Truncated(
                    new StackedUpdate(kept, in, out, newA.toFloats(), newB.toFloats()),
                    squares(values, kept),
                    squares(values, 0));
        }
    }

    private static float[] roots(float[] values, int count) {
        float[] roots = Arrays.copyOf(values, count);
        for (int i = 0; i < count; i++) {
            roots[i] = (float) Math.sqrt(roots[i]);
        }
        return roots;
    }

    private static double squares(float[] values, int from) {
        double sum = 0;
        for (int i = from; i < values.length; i++) {
            sum += (double) values[i] * values[i];
        }
        return sum;
    }
}
