package lorica.model;

import lorica.torch.Libtorch;
import lorica.torch.NativeTensor;

/// Columns of W that are trained themselves: `W[:, columns] = P`, and the forward pass is `W·x`.
///
/// W holds the values of P (whoever changes P writes them there with [#mergeInto]), so the update
/// adds nothing to y. For the gradient alone, a product with P − P, which is zero, ties y to P:
///
/// ```
/// y = W·x + (P − stop(P))·stop(x[columns])    ∇_P = ∇_yᵀ·x[columns],   ∇_x = Wᵀ·∇_y
/// ```
///
/// The backward pass keeps the r columns of x, and scatters nothing into ∇_x.
public record TrainedColumns(NativeTensor columns, NativeTensor values) implements ModuleUpdate {
    @Override
    public NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength) {
        if (strength != 1) {
            throw new IllegalArgumentException(
                    "strength of trained columns: expected 1, found " + strength);
        }
        if (Libtorch.recordsGradients()) {
            NativeTensor zero = values.plus(-1, values.detached());
            y.addMatrixProductInPlace(1, x.detached().selected(1, columns), zero.transposed(0, 1));
        }
        return y;
    }

    @Override
    public void mergeInto(NativeTensor weight) {
        weight.setSelectedInPlace(1, columns, values);
    }

    @Override
    public void close() {
        columns.close();
        values.close();
    }
}
