package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// Random adapters of the shape of Lots-of-LoRAs: q, k and v of every layer, F32, `A [r, hidden]`,
/// `B [hidden, r]` for q and `[hidden/4, r]` for k and v, α = 2r.
///
/// @param decay size of a rank over that of the rank before it
record SyntheticAdapters(int layers, int hidden, int rank, double decay) {
    /// Writes one adapter into an existing directory.
    void write(Path directory, long seed) throws IOException {
        PeftDirectory.writeConfig(
                directory,
                LoraConfig.of(
                        "synthetic",
                        rank,
                        2.0 * rank,
                        new TargetModules.Listed(List.of("q_proj", "k_proj", "v_proj"))));
        List<TensorSpec> specs = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (String name : List.of("k_proj", "q_proj", "v_proj")) {
                String module =
                        "base_model.model.model.layers.%d.self_attn.%s".formatted(layer, name);
                int out = name.equals("q_proj") ? hidden : hidden / 4;
                specs.addAll(PeftDirectory.specs(module, Dtype.F32, rank, hidden, out));
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            for (TensorSpec spec : specs) {
                writer.write(spec.name(), values(spec, random));
            }
        }
    }

    /// Uniform in ±0.02; rank `k` of B is smaller by `decayᵏ`.
    private float[] values(TensorSpec spec, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(spec.shape().size())];
        boolean isB = spec.shape().extent(1) == rank;
        for (int i = 0; i < values.length; i++) {
            double size = isB ? 0.02 * Math.pow(decay, i % rank) : 0.02;
            values[i] = (float) random.nextDouble(-size, size);
        }
        return values;
    }
}
