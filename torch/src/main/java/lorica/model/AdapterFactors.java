package lorica.model;

import lorica.torch.Libtorch;
import lorica.torch.NativeTensor;

/// The factors of one module's update as the model applies them, unmerged:
///
/// ```
/// y = W·x + scaling·B·(A·dropout(x)),   A [r, in], B [out, r]
/// ```
///
/// Dropout acts only where gradients are recorded.
///
/// @param dropout probability, 0 for none
public record AdapterFactors(NativeTensor a, NativeTensor b, double scaling, double dropout)
        implements ModuleUpdate {
    @Override
    public NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength) {
        if (!Libtorch.recordsGradients()) {
            return y.plus(strength * scaling, x.linear(a).linear(b));
        }
        y.addMatrixProductInPlace(
                strength * scaling, dropped(x, dropout).linear(a), b.transposed(0, 1));
        return y;
    }

    static NativeTensor dropped(NativeTensor x, double dropout) {
        return dropout > 0 && Libtorch.recordsGradients() ? x.dropout(dropout) : x;
    }

    @Override
    public void mergeInto(NativeTensor weight) {
        weight.addInPlace(scaling, b.product(a));
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
