package lorica.model;

import lorica.torch.Libtorch;
import lorica.torch.NativeTensor;
import lorica.torch.OwnBackward;

/// Columns of W that are trained themselves: `W[:, columns] = P`, and the forward pass is `W·x`.
///
/// W holds the values of P (whoever changes P writes them there with [#mergeInto]), so the update
/// adds nothing to y:
///
/// ```
/// y = W·x,   ∇_P = ∇_yᵀ·x[columns],   ∇_x = Wᵀ·∇_y
/// ```
///
/// The backward pass keeps the r columns of x.
public record TrainedColumns(NativeTensor columns, NativeTensor values) implements ModuleUpdate {
    @Override
    public NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength) {
        if (strength != 1) {
            throw new IllegalArgumentException(
                    "strength of trained columns: expected 1, found " + strength);
        }
        if (Libtorch.recordsGradients()) {
            OwnBackward.trainColumns(y, x, columns, values);
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
