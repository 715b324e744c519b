package lorica.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeftDirectoryTest {
    private static final String Q = "base_model.model.layers.0.self_attn.q_proj";
    private static final String V = "base_model.model.layers.0.self_attn.v_proj";

    @TempDir private Path folder;

    @Test
    void absentFieldsTakeThePeftDefaultsAndUnknownOnesAreIgnored() throws IOException {
        LoraConfig config = config("{\"r\": 4, \"a_field_of_next_year\": {\"x\": [1]}}");
        assertThat(config.rank()).isEqualTo(4);
        assertThat(config.alpha()).isEqualTo(8);
        assertThat(config.scaling()).isEqualTo(LoraConfig.Scaling.LORA);
        assertThat(config.fanInFanOut()).isFalse();
        assertThat(config.baseModel()).isEmpty();
        assertThat(config("{}").rank()).isEqualTo(8);
    }

    @Test
    void targetModulesMayBeARegularExpression() throws IOException {
        assertThat(config("{\"target_modules\": \".*_proj\"}").targetModules())
                .isEqualTo(new TargetModules.Expression(".*_proj"));
        assertThat(config("{\"target_modules\": [\"v\", \"q\"]}").targetModules())
                .isEqualTo(new TargetModules.Listed(List.of("q", "v")));
    }

    @Test
    void layersToTransformBecomeTheModulesThemselves() throws IOException {
        write("{\"r\": 2, \"target_modules\": [\"q_proj\"], \"layers_to_transform\": [0]}", Q);
        assertThat(read().config().targetModules())
                .isEqualTo(new TargetModules.Listed(List.of("layers.0.self_attn.q_proj")));
    }

    @Test
    void rankStabilisedScalingDividesByTheRoot() throws IOException {
        LoraConfig config = config("{\"r\": 16, \"lora_alpha\": 8, \"use_rslora\": true}");
        assertThat(config.scalingOf(Q)).isEqualTo(2);
        assertThat(config("{\"r\": 16, \"lora_alpha\": 8}").scalingOf(Q)).isEqualTo(0.5);
    }

    @Test
    void patternsMatchByTheEndOfTheNameAsRegularExpressionsInTheirOrder() throws IOException {
        LoraConfig config =
                config(
                        """
                        {"r": 8, "lora_alpha": 16,
                         "rank_pattern": {"layers.[0-3].self_attn.q_proj": 2, "q_proj": 4,
                                          "^layers.9.self_attn.v_proj": 32},
                         "alpha_pattern": {"q_proj": 1, "self_attn": 99}}
                        """);
        assertThat(config.rankOf(Q)).isEqualTo(2);
        assertThat(config.rankOf(Q.replace("0", "7"))).isEqualTo(4);
        assertThat(config.rankOf("base_model.model.xq_proj")).isEqualTo(8);
        assertThat(config.rankOf("base_model.model.layers.9.self_attn.v_proj")).isEqualTo(32);
        assertThat(config.rankOf("base_model.model.model.layers.9.self_attn.v_proj")).isEqualTo(8);
        assertThat(config.scalingOf(Q)).isEqualTo(0.5);
        assertThat(config.scalingOf(V)).isEqualTo(2);
    }

    @Test
    void theAdaptersNameInsideAKeyIsDropped() throws IOException {
        write(
                "{\"r\": 2}",
                Map.of(
                        Q + ".lora_A.default.weight",
                        Shape.of(2, 3),
                        Q + ".lora_B.default.weight",
                        Shape.of(5, 2)));
        LoraFactors factors = Objects.requireNonNull(read().modules().get(Q));
        assertThat(factors.in()).isEqualTo(3);
        assertThat(factors.out()).isEqualTo(5);
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() throws IOException {
        write(
                """
                {"r": 2, "lora_alpha": 3.5, "use_rslora": true, "fan_in_fan_out": true,
                 "task_type": "CAUSAL_LM", "base_model_name_or_path": "/old/local/path",
                 "revision": "main", "lora_dropout": 0.05, "target_modules": ["q_proj", "v_proj"],
                 "alpha_pattern": {"v_proj": 4}}
                """,
                Q,
                V);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (Arena arena = Arena.ofConfined()) {
            LoraAdapter adapter = PeftDirectory.read(folder, arena);
            PeftDirectory.write(adapter, copy);
            LoraAdapter again = PeftDirectory.read(copy, arena);
            assertThat(again.config()).isEqualTo(adapter.config());
            assertThat(again.modules().keySet()).isEqualTo(adapter.modules().keySet());
            assertThat(again.config().scalingOf(V)).isCloseTo(4 / Math.sqrt(2), within(1e-15));
        }
        assertThat(
                        Files.mismatch(
                                folder.resolve(PeftDirectory.WEIGHTS),
                                copy.resolve(PeftDirectory.WEIGHTS)))
                .isEqualTo(-1);
    }

    @Test
    void theConfigurationWrittenHasEveryFieldThatPeftReads() throws IOException {
        PeftDirectory.writeConfig(
                folder, LoraConfig.of("m", 16, 32, new TargetModules.Listed(List.of("q_proj"))));
        assertThat(Files.readString(folder.resolve(PeftDirectory.CONFIG)))
                .contains(
                        "\"peft_type\" : \"LORA\"",
                        "\"task_type\" : \"CAUSAL_LM\"",
                        "\"base_model_name_or_path\" : \"m\"",
                        "\"revision\" : null",
                        "\"r\" : 16",
                        "\"lora_alpha\" : 32,",
                        "\"target_modules\" : [ \"q_proj\" ]",
                        "\"lora_dropout\" : 0.0",
                        "\"bias\" : \"none\"",
                        "\"fan_in_fan_out\" : false",
                        "\"inference_mode\" : true",
                        "\"init_lora_weights\" : true",
                        "\"modules_to_save\" : null",
                        "\"rank_pattern\" : { }",
                        "\"alpha_pattern\" : { }",
                        "\"use_rslora\" : false",
                        "\"use_dora\" : false");
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void weightsOfEveryDtypeAreRead(Dtype dtype) throws IOException {
        Files.writeString(folder.resolve(PeftDirectory.CONFIG), "{\"r\": 1}");
        List<TensorSpec> specs = PeftDirectory.specs(Q, dtype, 1, 3, 2);
        try (SafetensorsWriter writer = PeftDirectory.createWeights(folder, specs)) {
            writer.write(PeftDirectory.keyA(Q), new float[] {1, -2, 0.5f});
            writer.write(PeftDirectory.keyB(Q), new float[] {0, 65000});
        }
        try (Arena arena = Arena.ofConfined()) {
            LoraFactors factors =
                    Objects.requireNonNull(PeftDirectory.read(folder, arena).modules().get(Q));
            assertThat(factors.a().toFiniteFloats()).containsExactly(1, -2, 0.5f);
            assertThat(factors.b().toFloats()[1]).isCloseTo(65000, within(256f));
        }
    }

    private LoraConfig config(String json) throws IOException {
        Files.writeString(folder.resolve(PeftDirectory.CONFIG), json);
        return PeftDirectory.readConfig(folder);
    }

    private void write(String config, String... modules) throws IOException {
        Map<String, Shape> tensors = new TreeMap<>();
        for (String module : modules) {
            tensors.put(PeftDirectory.keyA(module), Shape.of(2, 3));
            tensors.put(PeftDirectory.keyB(module), Shape.of(5, 2));
        }
        write(config, tensors);
    }

    private void write(String config, Map<String, Shape> tensors) throws IOException {
        AdapterFiles.write(folder, config, tensors);
    }

    private LoraAdapter read() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return PeftDirectory.read(folder, arena);
        }
    }
}
