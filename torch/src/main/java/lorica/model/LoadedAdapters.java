package lorica.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.tensor.Shape;

/// The adapters that a model holds, by name, and which of them act.
///
/// ```
/// y = W·x + Σ strengthᵢ·scalingᵢ·Bᵢ·(Aᵢ·x)   over the active ones
/// ```
public final class LoadedAdapters {
    private final Map<String, Projection> projections;
    private final Map<String, SequencedMap<String, ModuleUpdate>> loaded = new LinkedHashMap<>();

    LoadedAdapters(Map<String, Projection> projections) {
        this.projections = projections;
    }

    /// Names of the loaded adapters.
    public Set<String> names() {
        return Set.copyOf(loaded.keySet());
    }

    /// Holds updates by module name (as [CausalLanguageModel#linearModules] names them); they do
    /// not act yet, and are closed with the model.
    public void put(String name, SequencedMap<String, ? extends ModuleUpdate> updates) {
        if (loaded.containsKey(name)) {
            throw new IllegalArgumentException(
                    "adapter '%s': expected a name not loaded yet, found one of %s"
                            .formatted(name, loaded.keySet()));
        }
        loaded.put(name, new LinkedHashMap<>(updates));
    }

    /// Lets exactly one adapter act.
    public void activate(String name) {
        activate(Map.of(name, 1.0));
    }

    /// Lets exactly these adapters act, each with a strength.
    public void activate(Map<String, Double> strengths) {
        strengths.keySet().forEach(this::require);
        projections.values().forEach(Projection::deactivateAll);
        strengths.forEach(
                (name, strength) ->
                        require(name)
                                .forEach(
                                        (module, update) ->
                                                projection(module).activate(update, strength)));
    }

    /// The base model alone.
    public void deactivate() {
        activate(Map.of());
    }

    /// Adds one adapter to the weights for good and forgets it; no adapter acts afterwards.
    public void merge(String name) {
        SequencedMap<String, ModuleUpdate> updates = require(name);
        deactivate();
        // Not a native scope: the merged weights must outlive it.
        updates.forEach((module, update) -> projection(module).merge(update));
        unload(name);
    }

    /// Forgets one adapter; no adapter acts afterwards.
    public void unload(String name) {
        require(name);
        deactivate();
        Optional.ofNullable(loaded.remove(name))
                .ifPresent(updates -> updates.values().forEach(ModuleUpdate::close));
    }

    private SequencedMap<String, ModuleUpdate> require(String name) {
        return Optional.ofNullable(loaded.get(name))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "adapter '%s': expected one of %s, found no such"
                                                .formatted(name, loaded.keySet())));
    }

    private Projection projection(String module) {
        return Optional.ofNullable(projections.get(module)).orElseThrow();
    }

    /// The model's name of a module as adapters name it.
    public static String moduleName(String ofAdapter) {
        return PeftDirectory.moduleName(ofAdapter);
    }

    /// The model's name of an adapter's module.
    ///
    /// @throws AdapterException if the model has no such module, or one of another shape
    public String requireModule(LoraAdapter adapter, LoraFactors factors) {
        String module = moduleName(factors.module());
        Projection projection = projections.get(module);
        if (projection == null) {
            throw new AdapterException(
                    adapter.directory(),
                    factors.module(),
                    "a linear map of the base model, such as "
                            + List.copyOf(projections.keySet()).getFirst(),
                    "a module that the model does not have");
        }
        Shape shape = projection.weight().value().shape();
        if (shape.extent(0) != factors.out() || shape.extent(1) != factors.in()) {
            throw new AdapterException(
                    adapter.directory(),
                    factors.module(),
                    "B·A of shape %s as in the base model".formatted(shape),
                    "[%d, %d]: an adapter of another base model"
                            .formatted(factors.out(), factors.in()));
        }
        return module;
    }

    void close() {
        List.copyOf(loaded.keySet()).forEach(this::unload);
    }
}
