package lorica.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraConfig.Scaling;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;
import lorica.train.method.AdapterMethod;
import lorica.train.method.LowRank;

/// Writes what a method trained as a PEFT adapter.
///
/// One pair of factors is written as it is. A chain's addends stand side by side: rank k·r, `B·A`
/// exactly their sum, the scaling that of one link. Trained columns become factors with A of unit
/// vectors and scaling 1.
final class AdapterExport {
    private static final String PREFIX = "base_model.model.";

    private final String baseModel;
    private final AdaptedModules trained;
    private final AdapterMethod method;

    AdapterExport(String baseModel, AdaptedModules trained) {
        this.baseModel = baseModel;
        this.trained = trained;
        this.method = trained.method();
    }

    /// Writes into an existing directory, truncated where the exact rank is above `atMost`; what
    /// the truncation leaves out, ‖ΔW − ΔŴ‖_F/‖ΔW‖_F over all modules.
    OptionalDouble write(Path directory, int atMost) throws IOException {
        SortedMap<String, List<UpdateTerm>> terms = new TreeMap<>(trained.terms());
        int exact =
                terms.values().stream()
                        .mapToInt(addends -> addends.stream().mapToInt(UpdateTerm::rank).sum())
                        .max()
                        .orElseThrow();
        SortedMap<String, StackedUpdate> updates = new TreeMap<>();
        double error = 0;
        double norm = 0;
        for (String module : terms.keySet()) {
            StackedUpdate update =
                    StackedUpdate.of(terms.getOrDefault(module, List.of()), exact, method.factor());
            if (atMost < exact) {
                StackedUpdate.Truncated truncated = update.truncated(atMost);
                error += truncated.squaredError();
                norm += truncated.squaredNorm();
                update = truncated.update();
            }
            updates.put(module, update);
        }
        write(directory, updates, Math.min(exact, atMost));
        return atMost < exact
                ? OptionalDouble.of(norm == 0 ? 0 : Math.sqrt(error / norm))
                : OptionalDouble.empty();
    }

    private void write(Path directory, SortedMap<String, StackedUpdate> updates, int rank)
            throws IOException {
        PeftDirectory.writeConfig(directory, config(updates, rank));
        List<TensorSpec> specs = new ArrayList<>();
        updates.forEach(
                (module, update) ->
                        specs.addAll(
                                PeftDirectory.specs(
                                        PREFIX + module,
                                        Dtype.F32,
                                        update.rank(),
                                        update.in(),
                                        update.out())));
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            for (var entry : updates.entrySet()) {
                writer.write(PeftDirectory.keyA(PREFIX + entry.getKey()), entry.getValue().a());
                writer.write(PeftDirectory.keyB(PREFIX + entry.getKey()), entry.getValue().b());
            }
        }
    }

    private LoraConfig config(SortedMap<String, StackedUpdate> updates, int rank) {
        LowRank lowRank = method.lowRank();
        boolean scaled = method.factor() == lowRank.factor();
        Scaling scaling = scaled ? lowRank.scaling() : Scaling.LORA;
        double ranks = scaling == Scaling.LORA ? rank : Math.sqrt(rank);
        boolean asTrained = rank == lowRank.rank() && scaled;
        boolean targetsOnly = updates.keySet().equals(Set.copyOf(trained.modules()));
        return new LoraConfig(
                baseModel,
                Optional.empty(),
                Optional.of("CAUSAL_LM"),
                rank,
                asTrained ? lowRank.alpha() : method.factor() * ranks,
                scaling,
                lowRank.dropout(),
                false,
                targetsOnly
                        ? new TargetModules.Listed(lowRank.targets())
                        : PeftDirectory.wholeNames(updates.keySet()),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }
}
