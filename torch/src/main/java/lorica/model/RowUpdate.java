package lorica.model;

import lorica.torch.NativeTensor;

/// An update of some rows of W, whose product with B is a scatter:
///
/// ```
/// y = W·x,  y[rows] += scaling·A·dropout(x),   rows [r], A [r, in]
/// ```
public record RowUpdate(NativeTensor a, NativeTensor rows, double scaling, double dropout)
        implements ModuleUpdate {
    @Override
    public NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength) {
        y.addSelectedInPlace(
                1, rows, strength * scaling, AdapterFactors.dropped(x, dropout).linear(a));
        return y;
    }

    @Override
    public void mergeInto(NativeTensor weight) {
        weight.addSelectedInPlace(0, rows, scaling, a);
    }

    @Override
    public void close() {
        a.close();
        rows.close();
    }
}
