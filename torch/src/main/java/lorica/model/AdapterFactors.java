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
public record AdapterFactors(NativeTensor a, NativeTensor b, double scaling, double dropout) {
    /// y with this update added, for x `[…, in]`.
    NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength) {
        NativeTensor seen = dropout > 0 && Libtorch.recordsGradients() ? x.dropout(dropout) : x;
        return y.plus(strength * scaling, seen.linear(a).linear(b));
    }

    void close() {
        a.close();
        b.close();
    }
}
