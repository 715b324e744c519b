package lorica.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// An adapter of random numbers for any modules.
///
/// @param modules name to `[out, in]`
/// @param ranks of modules whose rank is not 4, by the end of their name
record RandomAdapter(
        LoraConfig.Scaling scaling,
        double alpha,
        boolean transposed,
        Map<String, Integer> ranks,
        Map<String, List<Integer>> modules) {
    static final String LAYER = "base_model.model.model.layers.";
    private static final int RANK = 4;

    static RandomAdapter of(Map<String, List<Integer>> modules) {
        return new RandomAdapter(LoraConfig.Scaling.LORA, 8, false, Map.of(), modules);
    }

    RandomAdapter withScaling(LoraConfig.Scaling other) {
        return new RandomAdapter(other, alpha, transposed, ranks, modules);
    }

    RandomAdapter withAlpha(double other) {
        return new RandomAdapter(scaling, other, transposed, ranks, modules);
    }

    RandomAdapter withRanks(Map<String, Integer> other) {
        return new RandomAdapter(scaling, alpha, transposed, other, modules);
    }

    RandomAdapter asTransposed() {
        return new RandomAdapter(scaling, alpha, true, ranks, modules);
    }

    Path write(Path directory, Dtype dtype) throws IOException {
        Files.createDirectories(directory);
        LoraConfig config =
                new LoraConfig(
                        "toy/base-model",
                        Optional.empty(),
                        Optional.of("CAUSAL_LM"),
                        RANK,
                        alpha,
                        scaling,
                        0,
                        transposed,
                        new TargetModules.Listed(List.of("q_proj")),
                        new LinkedHashMap<>(ranks),
                        new LinkedHashMap<>());
        PeftDirectory.writeConfig(directory, config);
        List<TensorSpec> specs = new ArrayList<>();
        modules.forEach(
                (module, extents) ->
                        specs.addAll(
                                PeftDirectory.specs(
                                        module,
                                        dtype,
                                        config.rankOf(module),
                                        extents.get(1),
                                        extents.get(0))));
        SplittableRandom random = new SplittableRandom(11);
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            for (TensorSpec spec : specs) {
                float[] values = new float[Math.toIntExact(spec.shape().size())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (0.2 * random.nextGaussian());
                }
                writer.write(spec.name(), values);
            }
        }
        return directory;
    }
}
