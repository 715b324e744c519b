package lorica.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraConfig.Scaling;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.tensor.Dtype;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A GGUF file read back is the adapter, in llama.cpp's order; what it cannot say is refused.
class GgufExportTest {
    private static final String Q = RandomAdapter.LAYER + "0.self_attn.q_proj";
    private static final String K = RandomAdapter.LAYER + "1.self_attn.k_proj";
    private static final String O = RandomAdapter.LAYER + "0.self_attn.o_proj";
    private static final String GATE = RandomAdapter.LAYER + "1.mlp.gate_proj";
    private static final String DOWN = RandomAdapter.LAYER + "1.mlp.down_proj";

    /// Hidden 32, 4 heads of 8 sharing 2 keys, intermediate 48, 2 layers.
    private static final Map<String, List<Integer>> MODULES =
            Map.of(
                    Q, List.of(32, 32),
                    K, List.of(16, 32),
                    O, List.of(32, 32),
                    GATE, List.of(48, 32),
                    DOWN, List.of(32, 48));

    @TempDir private Path folder;

    @BeforeEach
    void base() throws IOException {
        base("{\"architectures\": [\"MistralForCausalLM\"]");
    }

    private void base(String start) throws IOException {
        Files.createDirectories(folder.resolve("base"));
        Files.writeString(
                folder.resolve("base/config.json"),
                start
                        + """
                        , "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
                        "num_attention_heads": 4, "num_key_value_heads": 2}""");
    }

    private GgufReader export(RandomAdapter adapter, Dtype stored, Dtype dtype) throws IOException {
        Path directory = adapter.write(folder.resolve("my adapter"), stored);
        GgufExport.Written written =
                new GgufExport(dtype, "./base")
                        .write(directory, folder.resolve("base"), folder.resolve("out"));
        return GgufReader.read(written.file());
    }

    private Map<String, LoraFactors> original(Arena arena) throws IOException {
        return PeftDirectory.read(folder.resolve("my adapter"), arena).modules();
    }

    private static float[] b(Map<String, LoraFactors> adapter, String module) {
        return factors(adapter, module).b().toFloats();
    }

    private static LoraFactors factors(Map<String, LoraFactors> adapter, String module) {
        return Optional.ofNullable(adapter.get(module)).orElseThrow();
    }

    /// What `transformers` does to undo it: `view(heads, d/2, 2, r).transpose(1, 2)`.
    private static float[] unpermuted(float[] b, int r, int heads) {
        int d = b.length / r / heads;
        float[] undone = new float[b.length];
        int to = 0;
        for (int head = 0; head < heads; head++) {
            for (int half = 0; half < 2; half++) {
                for (int pair = 0; pair < d / 2; pair++) {
                    for (int column = 0; column < r; column++) {
                        undone[to++] = b[((head * d / 2 + pair) * 2 + half) * r + column];
                    }
                }
            }
        }
        return undone;
    }

    private static GgufReader.Stored tensor(GgufReader file, String name) {
        return Optional.ofNullable(file.tensors().get(name)).orElseThrow();
    }

    @Test
    void inF32EveryBitComesBackOnceThePermutationIsUndone() throws IOException {
        GgufReader file = export(RandomAdapter.of(MODULES), Dtype.F32, Dtype.F32);
        assertThat(file.metadata())
                .containsEntry("general.architecture", "llama")
                .containsEntry("general.type", "adapter")
                .containsEntry("general.alignment", 32)
                .containsEntry("general.base_model.0.name", "toy/base-model")
                .containsEntry("adapter.type", "lora")
                .containsEntry("adapter.lora.alpha", 8f);
        try (Arena arena = Arena.ofConfined()) {
            Map<String, LoraFactors> adapter = original(arena);
            assertThat(file.tensors().keySet())
                    .containsExactly(
                            "blk.0.attn_q.weight.lora_a",
                            "blk.0.attn_q.weight.lora_b",
                            "blk.0.attn_output.weight.lora_a",
                            "blk.0.attn_output.weight.lora_b",
                            "blk.1.attn_k.weight.lora_a",
                            "blk.1.attn_k.weight.lora_b",
                            "blk.1.ffn_gate.weight.lora_a",
                            "blk.1.ffn_gate.weight.lora_b",
                            "blk.1.ffn_down.weight.lora_a",
                            "blk.1.ffn_down.weight.lora_b");
            assertThat(tensor(file, "blk.1.ffn_down.weight.lora_a").extents())
                    .containsExactly(48L, 4L);
            assertThat(tensor(file, "blk.1.ffn_down.weight.lora_b").extents())
                    .containsExactly(4L, 32L);
            for (String module : MODULES.keySet()) {
                String name = nameOf(module);
                assertThat(tensor(file, name + ".lora_a").values())
                        .isEqualTo(factors(adapter, module).a().toFloats());
            }
            float[] q = tensor(file, nameOf(Q) + ".lora_b").values();
            assertThat(q).isNotEqualTo(b(adapter, Q));
            assertThat(unpermuted(q, 4, 4)).isEqualTo(b(adapter, Q));
            assertThat(unpermuted(tensor(file, nameOf(K) + ".lora_b").values(), 4, 2))
                    .isEqualTo(b(adapter, K));
            for (String module : List.of(O, GATE, DOWN)) {
                assertThat(tensor(file, nameOf(module) + ".lora_b").values())
                        .isEqualTo(b(adapter, module));
            }
        }
    }

    private static String nameOf(String module) {
        return Map.of(
                                Q, "blk.0.attn_q",
                                K, "blk.1.attn_k",
                                O, "blk.0.attn_output",
                                GATE, "blk.1.ffn_gate",
                                DOWN, "blk.1.ffn_down")
                        .get(module)
                + ".weight";
    }

    @Test
    void inF16EveryValueIsTheRoundedOne() throws IOException {
        GgufReader file = export(RandomAdapter.of(MODULES), Dtype.F32, Dtype.F16);
        assertThat(tensor(file, nameOf(O) + ".lora_b").type()).isEqualTo(1);
        try (Arena arena = Arena.ofConfined()) {
            float[] rounded = b(original(arena), O);
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = Float.float16ToFloat(Float.floatToFloat16(rounded[i]));
            }
            assertThat(tensor(file, nameOf(O) + ".lora_b").values()).isEqualTo(rounded);
        }
    }

    @Test
    void storedInBf16ItIsWidenedExactly() throws IOException {
        GgufReader file = export(RandomAdapter.of(MODULES), Dtype.BF16, Dtype.F32);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(tensor(file, nameOf(GATE) + ".lora_b").values())
                    .isEqualTo(b(original(arena), GATE));
        }
    }

    @Test
    void rankStabilisedScalingBecomesAlphaTimesTheRootOfTheRank() throws IOException {
        RandomAdapter adapter = RandomAdapter.of(MODULES).withScaling(Scaling.RANK_STABILISED);
        assertThat(export(adapter, Dtype.F32, Dtype.F32).metadata())
                .containsEntry("adapter.lora.alpha", 16f);
    }

    /// llama.cpp divides by each module's own rank, so another rank alone changes nothing.
    @Test
    void aModuleOfAnotherRankKeepsItsBits() throws IOException {
        RandomAdapter adapter = RandomAdapter.of(MODULES).withRanks(Map.of("gate_proj", 2));
        GgufReader file = export(adapter, Dtype.F32, Dtype.F32);
        assertThat(tensor(file, nameOf(GATE) + ".lora_b").extents()).containsExactly(2L, 48L);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(tensor(file, nameOf(GATE) + ".lora_b").values())
                    .isEqualTo(b(original(arena), GATE));
        }
    }

    /// With rsLoRA the products s·r differ: 8·√4 = 16 of most, 8·√16 = 32 of this one.
    @Test
    void aModuleThatTheOneAlphaDoesNotFitHasItsBMultiplied() throws IOException {
        RandomAdapter adapter =
                RandomAdapter.of(MODULES)
                        .withScaling(Scaling.RANK_STABILISED)
                        .withRanks(Map.of("gate_proj", 16));
        GgufReader file = export(adapter, Dtype.F32, Dtype.F32);
        assertThat(file.metadata()).containsEntry("adapter.lora.alpha", 16f);
        try (Arena arena = Arena.ofConfined()) {
            float[] doubled = b(original(arena), GATE);
            for (int i = 0; i < doubled.length; i++) {
                doubled[i] *= 2;
            }
            assertThat(tensor(file, nameOf(GATE) + ".lora_b").values()).isEqualTo(doubled);
        }
        GgufExport.Written again =
                new GgufExport(Dtype.F32, "./base")
                        .write(
                                folder.resolve("my adapter"),
                                folder.resolve("base"),
                                folder.resolve("again"));
        assertThat(again.rescaled()).containsExactly(GATE);
    }

    @Test
    void theModelfileNamesBaseAndAdapter() throws IOException {
        export(RandomAdapter.of(MODULES), Dtype.F32, Dtype.F16);
        assertThat(Files.readString(folder.resolve("out/Modelfile")))
                .isEqualTo("FROM ./base\nADAPTER ./my-adapter-lora-f16.gguf\n");
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files).hasSize(2);
        }
    }

    private void refused(RandomAdapter adapter, CharSequence... parts) throws IOException {
        Path directory = adapter.write(folder.resolve("bad"), Dtype.F32);
        assertThatThrownBy(
                        () ->
                                new GgufExport(Dtype.F16, "base")
                                        .write(
                                                directory,
                                                folder.resolve("base"),
                                                folder.resolve("out")))
                .isInstanceOf(AdapterException.class)
                .hasMessageContainingAll(parts);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anAdapterOfTheHeadIsRefused() throws IOException {
        refused(
                RandomAdapter.of(Map.of("base_model.model.lm_head", List.of(64, 32))),
                "lm_head",
                "lorica export merged");
    }

    @Test
    void anAdapterOfALayerThatTheBaseLacksIsRefused() throws IOException {
        refused(
                RandomAdapter.of(Map.of(RandomAdapter.LAYER + "2.mlp.up_proj", List.of(48, 32))),
                "layers.2",
                "below 2",
                "another base model");
    }

    @Test
    void anAdapterOfOtherExtentsIsRefused() throws IOException {
        refused(RandomAdapter.of(Map.of(Q, List.of(32, 40))), "[32, 32]", "[32, 40]");
    }

    @Test
    void anAlphaOfZeroIsRefused() throws IOException {
        refused(RandomAdapter.of(MODULES).withAlpha(0), "lora_alpha", "scaling of 1");
    }

    @Test
    void transposedMapsAreRefused() throws IOException {
        refused(RandomAdapter.of(MODULES).asTransposed(), "fan_in_fan_out");
    }

    @Test
    void anotherArchitectureIsRefused() throws IOException {
        base("{\"architectures\": [\"GemmaForCausalLM\"]");
        refused(RandomAdapter.of(MODULES), "architectures", "Gemma", "convert_lora_to_gguf");
    }

    @Test
    void aValueBeyondF16IsRefusedWithItsTensor() throws IOException {
        Path directory = RandomAdapter.of(MODULES).write(folder.resolve("big"), Dtype.F32);
        Path weights = directory.resolve(PeftDirectory.WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] = 0x7e; // the last B's last value becomes about 1e38
        Files.write(weights, bytes);
        assertThatThrownBy(
                        () ->
                                new GgufExport(Dtype.F16, "base")
                                        .write(
                                                directory,
                                                folder.resolve("base"),
                                                folder.resolve("out")))
                .hasMessageContainingAll("lora_B", "F16", "--dtype f32");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
