package lorica.model;

import java.util.function.Consumer;
import lorica.torch.NativeTensor;

/// Looks at what one linear map is given, and changes nothing.
///
/// @param seen is shown the rows x `[n, in]` of every pass, padding among them
public record InputProbe(Consumer<NativeTensor> seen) implements ModuleUpdate {
    @Override
    public NativeTensor addedTo(NativeTensor y, NativeTensor x, double strength) {
        seen.accept(x);
        return y;
    }

    @Override
    public void mergeInto(NativeTensor weight) {
        throw new UnsupportedOperationException("input probe: expected to look on, not to merge");
    }

    /// Holds nothing.
    @Override
    public void close() {}
}
