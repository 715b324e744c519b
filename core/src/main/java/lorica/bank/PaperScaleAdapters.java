package lorica.bank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// Made-up adapters with the tensors of Lots-of-LoRAs: rank 16, α 32; q, k and v of 32 layers of
/// Mistral-7B, 192 F32 tensors, 9,437,184 weights, 36 MiB.
///
/// ```
/// even entries   A = √0.9·A₀ + √0.1·E,   cos(Aᵢ, Aⱼ) = 0.90
/// odd entries    A = E,                  cos(Aᵢ, Aⱼ) ≈ 0
/// B = size·0.8ᵏ·E for rank k;            ‖ΔW‖ from the smallest to the largest entry: nine-fold
/// ```
///
/// E and A₀ are Gaussian. The same seed gives the same bytes; the entries' sizes depend on how many
/// there are.
///
/// @param count how many entries
/// @param layers 32 in the paper's model
/// @param hidden 4,096 there; k and v have a quarter
record PaperScaleAdapters(int count, long seed, int layers, int hidden) {
    private static final int RANK = 16;
    private static final double SHARED = 0.9;
    private static final double SPREAD = 9;
    private static final double DECAY = 0.8;

    private static final double SIZE_OF_B = 0.002;

    private static final List<String> KINDS = List.of("k_proj", "q_proj", "v_proj");

    /// How much of the disk one entry takes, its header and its dataset generously rounded.
    long bytesAnEntry() {
        return 4 * weights() + (1 << 17);
    }

    private long weights() {
        long aModule = 3L * RANK * hidden;
        return layers * (aModule + (long) RANK * (hidden + 2L * (hidden / 4)));
    }

    /// Writes one entry's adapter into an existing directory.
    void write(Path directory, int entry, String base) throws IOException {
        LoraConfig config = LoraConfig.of(base, RANK, 2.0 * RANK, new TargetModules.Listed(KINDS));
        PeftDirectory.writeConfig(directory, config);
        List<TensorSpec> specs = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (String kind : KINDS) {
                String module =
                        "base_model.model.model.layers.%d.self_attn.%s".formatted(layer, kind);
                int out = kind.equals("q_proj") ? hidden : hidden / 4;
                specs.addAll(PeftDirectory.specs(module, Dtype.F32, RANK, hidden, out));
            }
        }
        RandomGenerator own = random(entry);
        double size = SIZE_OF_B * size(entry);
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            for (int t = 0; t < specs.size(); t += 2) {
                Optional<RandomGenerator> shared =
                        entry % 2 == 0 ? Optional.of(random(-1 - t)) : Optional.empty();
                writer.write(specs.get(t).name(), a(elements(specs.get(t)), own, shared));
                writer.write(specs.get(t + 1).name(), b(elements(specs.get(t + 1)), own, size));
            }
        }
    }

    private static int elements(TensorSpec spec) {
        return Math.toIntExact(spec.shape().size());
    }

    private RandomGenerator random(int stream) {
        return new SplittableRandom((seed + 1) * 0x9E3779B97F4A7C15L + stream);
    }

    private float[] a(int elements, RandomGenerator own, Optional<RandomGenerator> shared) {
        double deviation = 1 / Math.sqrt(3.0 * hidden); // that of PEFT's uniform start
        float[] a = new float[elements];
        for (int i = 0; i < elements; i++) {
            double value = own.nextGaussian();
            if (shared.isPresent()) {
                value =
                        Math.sqrt(SHARED) * shared.get().nextGaussian()
                                + Math.sqrt(1 - SHARED) * value;
            }
            a[i] = (float) (deviation * value);
        }
        return a;
    }

    /// Row-major `[out, rank]`.
    private static float[] b(int elements, RandomGenerator own, double size) {
        float[] b = new float[elements];
        for (int i = 0; i < elements; i++) {
            b[i] = (float) (size * Math.pow(DECAY, i % RANK) * own.nextGaussian());
        }
        return b;
    }

    /// 1 to 9, evenly spread in logarithm, in a seeded order.
    private double size(int entry) {
        if (count == 1) {
            return 1;
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(i);
        }
        Collections.shuffle(places, new Random(seed));
        return Math.pow(SPREAD, places.get(entry) / (count - 1.0));
    }
}
