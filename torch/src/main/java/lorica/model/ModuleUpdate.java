package lorica.model;

import lorica.torch.NativeTensor;

/// What acts on one linear map `W [out, in]` beside its weight, unmerged.
public sealed interface ModuleUpdate
        permits AdapterFactors, ColumnUpdate, DenseUpdate, InputProbe, RowUpdate, TrainedColumns {
    /// y `[n, out]` with this update of x `[n, in]`; y itself may be written to.
    NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength);

    /// W ← W with this update, in place.
    void mergeInto(NativeTensor weight);

    /// Frees the tensors.
    void close();
}
