package lorica.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorica.model.CausalLanguageModel;
import lorica.torch.NativeTensor;

/// Weights of a model that a training may write to, and how they were before.
///
/// A weight that is written whole is exchanged for a copy. Of one that is written by columns, only
/// those are kept, where its memory may be written to; a mapped one is exchanged too. To be used
/// outside of native scopes, which would free what is kept here.
final class WorkingWeights implements AutoCloseable {
    private final CausalLanguageModel model;
    private final Map<String, NativeTensor> originals = new LinkedHashMap<>();
    private final List<Columns> overwritten = new ArrayList<>();

    private record Columns(String module, NativeTensor places, NativeTensor values) {}

    WorkingWeights(CausalLanguageModel model) {
        this.model = model;
    }

    private static String weight(String module) {
        return module + ".weight";
    }

    /// W of a module, to read.
    NativeTensor read(String module) {
        return model.value(weight(module));
    }

    /// W of a module, to write anywhere.
    NativeTensor write(String module) {
        if (!originals.containsKey(module)) {
            NativeTensor copy = read(module).copy();
            originals.put(module, model.exchange(weight(module), copy));
        }
        return read(module);
    }

    /// W of a module, to write in these columns.
    NativeTensor writeColumns(String module, NativeTensor places) {
        if (originals.containsKey(module) || !read(module).writable()) {
            return write(module);
        }
        overwritten.add(new Columns(module, places.copy(), read(module).selected(1, places)));
        return read(module);
    }

    /// Every weight as it was, the latest change undone first.
    void restore() {
        for (Columns columns : overwritten.reversed()) {
            read(columns.module()).setSelectedInPlace(1, columns.places(), columns.values());
            columns.places().close();
            columns.values().close();
        }
        overwritten.clear();
        originals.forEach((module, original) -> read(module).setInPlace(original));
    }

    @Override
    public void close() {
        restore();
        originals.forEach((module, original) -> model.exchange(weight(module), original).close());
        originals.clear();
    }
}
