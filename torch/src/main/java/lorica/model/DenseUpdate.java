package lorica.model;

import lorica.torch.NativeTensor;

/// An update of one module as the matrix it is: what many factors side by side come to where they
/// would cost more than the map itself.
///
/// ```
/// y = W·x + ΔW·x,   ΔW [out, in]
/// ```
public record DenseUpdate(NativeTensor delta) implements ModuleUpdate {
    @Override
    public NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength) {
        y.addMatrixProductInPlace(strength, x, delta.transposed(0, 1));
        return y;
    }

    @Override
    public void mergeInto(NativeTensor weight) {
        weight.addInPlace(1, delta);
    }

    @Override
    public void close() {
        delta.close();
    }
}
