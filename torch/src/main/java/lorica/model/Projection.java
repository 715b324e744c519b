package lorica.model;

import java.util.ArrayList;
import java.util.List;
import lorica.torch.NativeTensor;

/// One linear map of the model, `W [out, in]`, and the updates that now act on it.
final class Projection {
    private final Weight weight;
    private final List<Active> active = new ArrayList<>();

    private record Active(ModuleUpdate update, double strength) {}

    Projection(Weight weight) {
        this.weight = weight;
    }

    NativeTensor apply(NativeTensor x) {
        if (active.isEmpty()) {
            return x.linear(weight.value());
        }
        long[] extents = x.shape().extents().stream().mapToLong(Long::longValue).toArray();
        NativeTensor rows = x.reshaped(-1, weight.value().extent(1));
        NativeTensor y = rows.linear(weight.value());
        for (Active adapter : active) {
            y = adapter.update().addedTo(y, rows, adapter.strength());
        }
        extents[extents.length - 1] = weight.value().extent(0);
        return y.reshaped(extents);
    }

    void activate(ModuleUpdate update, double strength) {
        active.add(new Active(update, strength));
    }

    void deactivateAll() {
        active.clear();
    }

    /// W ← W with the update, rounded to the precision of W, in memory of its own.
    void merge(ModuleUpdate update) {
        NativeTensor merged = weight.value().copy();
        update.mergeInto(merged);
        weight.replace(merged);
    }

    Weight weight() {
        return weight;
    }
}
