package lorica.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraConfig.Scaling;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;
import lorica.testing.TinyModel;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adapters on a tiny model: merged equals unmerged, patterns and rsLoRA scale as PEFT says.
class AdaptersTest {
    private static final String Q0 = "base_model.model.model.layers.0.self_attn.q_proj";
    private static final String UP1 = "base_model.model.model.layers.1.mlp.up_proj";
    private static final long[] IDS = {1, 5, 9, 20, 7, 7};

    private final Path folder;

    AdaptersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /// Rank 2 on one query map, rank 4 (by pattern) on one feed-forward map.
    private Path adapter(String name, Scaling scaling, int in) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(name));
        LoraConfig config =
                new LoraConfig(
                        "tiny",
                        Optional.empty(),
                        Optional.of("CAUSAL_LM"),
                        2,
                        6,
                        scaling,
                        0,
                        false,
                        new TargetModules.Listed(List.of("q_proj", "up_proj")),
                        new TreeMap<>(Map.of("up_proj", 4)),
                        new TreeMap<>());
        PeftDirectory.writeConfig(directory, config);
        List<TensorSpec> specs = new ArrayList<>();
        specs.addAll(PeftDirectory.specs(Q0, Dtype.F32, 2, in, 16));
        specs.addAll(PeftDirectory.specs(UP1, Dtype.F32, 4, 16, 24));
        SplittableRandom random = new SplittableRandom(name.hashCode());
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

    private CausalLanguageModel model(Arena arena, String... names) throws IOException {
        CausalLanguageModel model =
                CausalLanguageModel.open(TinyModel.write(folder.resolve("base")), Optional.empty());
        for (String name : names) {
            model.load(name, PeftDirectory.read(folder.resolve(name), arena));
        }
        return model;
    }

    @Test
    void mergedEqualsUnmergedAndSwitchingOffRestoresTheBase() throws IOException {
        adapter("one", Scaling.LORA, 16);
        adapter("two", Scaling.RANK_STABILISED, 16);
        try (Arena arena = Arena.ofConfined();
                CausalLanguageModel model = model(arena, "one", "two")) {
            float[] base = logits(model);
            model.adapters().activate("one");
            float[] one = logits(model);
            assertThat(one).isNotEqualTo(base);
            model.adapters().activate("two");
            float[] two = logits(model);
            assertThat(two).isNotEqualTo(one);
            model.adapters().deactivate();
            assertThat(logits(model)).isEqualTo(base);
            model.adapters().merge("two");
            assertClose(logits(model), two);
            assertThat(model.adapters().names()).containsExactly("one");
        }
    }

    /// Rank 2 gives 6/√2, rank 4 gives 6/√4, instead of 6/2 and 6/4.
    @Test
    void rankStabilisedScalingFollowsTheModulesOwnRank() throws IOException {
        Path stabilised = adapter("rs", Scaling.RANK_STABILISED, 16);
        try (Arena arena = Arena.ofConfined()) {
            double[] scalings =
                    PeftDirectory.read(stabilised, arena).modules().values().stream()
                            .mapToDouble(LoraFactors::scaling)
                            .toArray();
            assertThat(scalings).containsExactly(new double[] {6 / Math.sqrt(2), 3}, within(1e-12));
        }
    }

    @Test
    void halfOfAnAdapterTwiceIsTheAdapter() throws IOException {
        adapter("one", Scaling.LORA, 16);
        try (Arena arena = Arena.ofConfined();
                CausalLanguageModel model = model(arena, "one")) {
            model.adapters().activate("one");
            float[] whole = logits(model);
            model.load("again", PeftDirectory.read(folder.resolve("one"), arena));
            model.adapters().activate(Map.of("one", 0.5, "again", 0.5));
            assertClose(logits(model), whole);
        }
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    @Test
    void anAdapterOfAnotherBaseIsRefusedWithBothShapes() throws IOException {
        adapter("wide", Scaling.LORA, 20);
        try (Arena arena = Arena.ofConfined();
                CausalLanguageModel model = model(arena)) {
            assertThatThrownBy(
                            () ->
                                    model.load(
                                            "wide",
                                            PeftDirectory.read(folder.resolve("wide"), arena)))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContainingAll(Q0, "[16, 16]", "[16, 20]", "another base model");
        }
    }

    @Test
    void anUnknownAdapterNameIsRefusedWithTheKnownOnes() throws IOException {
        adapter("one", Scaling.LORA, 16);
        try (Arena arena = Arena.ofConfined();
                CausalLanguageModel model = model(arena, "one")) {
            assertThatThrownBy(() -> model.adapters().activate("two"))
                    .hasMessageContainingAll("two", "[one]");
        }
    }
}
