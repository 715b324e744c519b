package lorica.mixture;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.adapter.LoraConfig;

/// What a mixture will be, known from shapes alone: its configuration and its modules by name.
///
/// @param sources those of non-zero weight, in their order
/// @param config one rank and one α for all modules
public record MixturePlan(
        Mixture mixture,
        List<Source> sources,
        LoraConfig config,
        SortedMap<String, ModuleShape> modules) {
    public MixturePlan {
        sources = List.copyOf(sources);
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    }

    /// The factors of one module.
    public MixedModule mix(String module) {
        return mixture.mix(this, module);
    }

    /// How many modules can be made at once in this much heap, at least one.
    ///
    /// @param most never more than these
    public int threadsWithin(long heap, int most) {
        long largest = 1;
        for (String module : modules.keySet()) {
            largest = Math.max(largest, mixture.workingBytes(this, module));
        }
        return Math.clamp(heap / largest, 1, most);
    }

    ModuleShape shape(String module) {
        ModuleShape shape = modules.get(module);
        if (shape == null) {
            throw new IllegalArgumentException("expected a module of the plan, found " + module);
        }
        return shape;
    }
}
