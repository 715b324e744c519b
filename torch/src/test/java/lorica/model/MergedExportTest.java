package lorica.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.export.MergedExport;
import lorica.storage.Progress;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;
import lorica.tensor.WeightShards;
import lorica.testing.TinyModel;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The logits of a merged model are those of base and adapter.
class MergedExportTest {
    private static final long[] IDS = {1, 5, 9, 20, 7, 7};
    private static final String LAYERS = "base_model.model.model.layers.";

    @TempDir private Path folder;

    /// Every kind of map of the tiny model.
    private Path adapter() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("adapter"));
        PeftDirectory.writeConfig(
                directory,
                LoraConfig.of("tiny", 2, 6, new TargetModules.Listed(List.of("q_proj"))));
        List<TensorSpec> specs = new ArrayList<>();
        for (int layer = 0; layer < 2; layer++) {
            String at = LAYERS + layer + ".";
            specs.addAll(PeftDirectory.specs(at + "mlp.down_proj", Dtype.F32, 2, 24, 16));
            specs.addAll(PeftDirectory.specs(at + "mlp.up_proj", Dtype.F32, 2, 16, 24));
            specs.addAll(PeftDirectory.specs(at + "self_attn.k_proj", Dtype.F32, 2, 16, 8));
            specs.addAll(PeftDirectory.specs(at + "self_attn.q_proj", Dtype.F32, 2, 16, 16));
        }
        SplittableRandom random = new SplittableRandom(5);
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            for (TensorSpec spec : specs) {
                float[] values = new float[Math.toIntExact(spec.shape().size())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian() * 0.3f;
                }
                writer.write(spec.name(), values);
            }
        }
        return directory;
    }

    private static float[] logits(CausalLanguageModel model) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            return model.logits(model.hidden(NativeTensor.of(IDS, 1, IDS.length))).toFloats();
        }
    }

    private float[] merged(Path base) throws IOException {
        new MergedExport(2, Progress.SILENT)
                .write(folder.resolve("adapter"), base, folder.resolve("merged"));
        try (CausalLanguageModel model =
                CausalLanguageModel.open(folder.resolve("merged"), Optional.of(Precision.F32))) {
            return logits(model);
        }
    }

    private float[] baseAndAdapter(Path base) throws IOException {
        try (Arena arena = Arena.ofConfined();
                CausalLanguageModel model =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            model.load("one", PeftDirectory.read(adapter(), arena));
            model.adapters().activate("one");
            float[] both = logits(model);
            assertThat(largestDifference(both, base(base))).isGreaterThan(0.1);
            return both;
        }
    }

    private static float[] base(Path base) throws IOException {
        try (CausalLanguageModel model =
                CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            return logits(model);
        }
    }

    private static double largestDifference(float[] x, float[] y) {
        assertThat(x).hasSameSizeAs(y);
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(x[i] - y[i]));
        }
        return largest;
    }

    @Test
    void inF32TheLogitsAgreeToOneInTenThousand() throws IOException {
        Path base = TinyModel.write(folder.resolve("base"));
        float[] expected = baseAndAdapter(base);
        assertThat(largestDifference(merged(base), expected)).isLessThan(1e-4);
    }

    /// A BF16 weight has 8 bits: it is within 2⁻⁸ of the sum. What that does to the logits is small
    /// beside what the adapter does.
    @Test
    void inBf16EveryWeightIsTheSumRounded() throws IOException {
        Path base = TinyModel.write(folder.resolve("base"));
        narrow(base);
        float[] expected = baseAndAdapter(base);
        Map<String, float[]> exact = new HashMap<>();
        try (Arena arena = Arena.ofConfined();
                CausalLanguageModel model =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            model.load("one", PeftDirectory.read(folder.resolve("adapter"), arena));
            model.adapters().merge("one");
            model.weights().forEach((name, weight) -> exact.put(name, weight.toFloats()));
        }
        float[] logits = merged(base);
        try (Arena arena = Arena.ofConfined()) {
            WeightShards.map(folder.resolve("merged"), arena)
                    .tensors()
                    .forEach(
                            (name, tensor) -> {
                                assertThat(tensor.dtype()).isEqualTo(Dtype.BF16);
                                assertRounded(name, tensor.toFloats(), exact);
                            });
        }
        assertThat(largestDifference(logits, expected))
                .isLessThan(largestDifference(expected, base(base)) / 10);
    }

    private static void assertRounded(String name, float[] stored, Map<String, float[]> exact) {
        float[] sums = Optional.ofNullable(exact.get(name)).orElseThrow();
        assertThat(stored).hasSameSizeAs(sums);
        for (int i = 0; i < sums.length; i++) {
            assertThat(Math.abs(stored[i] - sums[i]))
                    .as("%s[%d]", name, i)
                    .isLessThanOrEqualTo(Math.abs(sums[i]) / 256 + 1e-6f);
        }
    }

    /// Stores the weights again in BF16.
    private static void narrow(Path base) throws IOException {
        Path file = base.resolve(WeightShards.WEIGHTS);
        Path narrow = base.resolve("narrow");
        try (Arena arena = Arena.ofConfined()) {
            var tensors = WeightShards.map(base, arena).tensors();
            List<TensorSpec> specs = new ArrayList<>();
            tensors.forEach(
                    (name, tensor) -> specs.add(new TensorSpec(name, Dtype.BF16, tensor.shape())));
            try (SafetensorsWriter writer = SafetensorsWriter.create(narrow, specs, Map.of())) {
                for (TensorSpec spec : specs) {
                    writer.write(
                            spec.name(),
                            Optional.ofNullable(tensors.get(spec.name())).orElseThrow().toFloats());
                }
            }
        }
        Files.delete(file);
        Files.move(narrow, file);
    }
}
