package lorica.model;

import lorica.torch.Libtorch;
import lorica.torch.NativeTensor;
import lorica.torch.OwnBackward;

/// An update of some columns of W, whose A·x is a gather and no product:
///
/// ```
/// y = W·x + scaling·B·dropout(x[columns]),   columns [r], B [out, r]
/// ```
///
/// Of x, the backward pass keeps the r columns alone.
public record ColumnUpdate(NativeTensor columns, NativeTensor b, double scaling, double dropout)
        implements ModuleUpdate {
    @Override
    public NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength) {
        if (dropout > 0 && Libtorch.recordsGradients()) {
            y.addMatrixProductInPlace(
                    strength * scaling,
                    x.selected(1, columns).dropout(dropout),
                    b.transposed(0, 1));
            return y;
        }
        OwnBackward.addColumnsInPlace(y, strength * scaling, x, columns, b);
        return y;
    }

    @Override
    public void mergeInto(NativeTensor weight) {
        weight.addSelectedInPlace(1, columns, scaling, b);
    }

    @Override
    public void close() {
        columns.close();
        b.close();
    }
}
