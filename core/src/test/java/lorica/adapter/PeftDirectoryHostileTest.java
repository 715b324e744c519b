package lorica.adapter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import lorica.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeftDirectoryHostileTest {
    private static final String Q = "base_model.model.layers.0.q_proj";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                          | content",
                "[]                                         | content",
                "{\"peft_type\": \"IA3\"}                    | peft_type",
                "{\"use_dora\": true}                        | use_dora",
                "{\"use_qalora\": true}                      | use_qalora",
                "{\"lora_bias\": true}                       | lora_bias",
                "{\"bias\": \"lora_only\"}                   | bias",
                "{\"modules_to_save\": [\"lm_head\"]}        | modules_to_save",
                "{\"trainable_token_indices\": [3]}          | trainable_token_indices",
                "{\"target_parameters\": [\"experts.w\"]}    | target_parameters",
                "{\"layer_replication\": [[0, 4]]}           | layer_replication",
                "{\"alora_invocation_tokens\": [1]}          | alora_invocation_tokens",
                "{\"init_lora_weights\": \"pissa_niter_4\"}  | init_lora_weights",
                "{\"init_lora_weights\": \"olora\"}          | init_lora_weights",
                "{\"r\": 0}                                  | r: expected an integer >= 1",
                "{\"r\": 1.5}                                | r: expected an integer >= 1",
                "{\"r\": \"16\"}                             | r: expected a number",
                "{\"lora_alpha\": \"many\"}                  | lora_alpha",
                "{\"lora_alpha\": 1e999}                     | lora_alpha",
                "{\"use_rslora\": \"yes\"}                   | use_rslora",
                "{\"target_modules\": [1]}                   | target_modules",
                "{\"rank_pattern\": {\"q\": 0}}              | rank_pattern, key 'q'",
                "{\"rank_pattern\": {\"(q\": 1}}             | rank_pattern",
                "{\"alpha_pattern\": {\"q\": \"x\"}}         | alpha_pattern, key 'q'"
            })
    void aConfigurationThatCannotBeMixedIsRefusedByName(String json, String names)
            throws IOException {
        write(json, Q);
        assertThatThrownBy(this::read)
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(PeftDirectory.CONFIG)
                .hasMessageContaining(names);
    }

    @ParameterizedTest
    @CsvSource({
        "base_model.model.layers.0.q_proj.lora_magnitude_vector, DoRA",
        "base_model.model.embed.lora_embedding_A, embedding",
        "base_model.model.layers.0.q_proj.lora_B.bias, bias",
        "base_model.model.score.weight, beside",
        "base_model.model.layers.1.q_proj.lora_A.weight, layers.1.q_proj.lora_B.weight",
        "base_model.model.layers.1.q_proj.lora_B.weight, layers.1.q_proj.lora_A.weight",
        "base_model.model.layers.0.q_proj.lora_A.second.weight, one adapter"
    })
    void aTensorThatCannotBeMixedIsRefusedByName(String key, String names) throws IOException {
        Map<String, Shape> tensors = new TreeMap<>();
        tensors.put(PeftDirectory.keyA(Q), Shape.of(2, 3));
        tensors.put(PeftDirectory.keyB(Q), Shape.of(5, 2));
        tensors.put(key, Shape.of(2, 3));
        AdapterFiles.write(folder, "{\"r\": 2}", tensors);
        assertThatThrownBy(this::read)
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(PeftDirectory.WEIGHTS)
                .hasMessageContaining(names);
    }

    @Test
    void anotherRankThanTheConfigurationSaysIsRefused() throws IOException {
        write("{\"r\": 3}", Q);
        assertThatThrownBy(this::read)
                .hasMessageContaining(Q)
                .hasMessageContaining("expected rank 3")
                .hasMessageContaining("found rank 2");
    }

    @Test
    void factorsThatDoNotMultiplyAreRefused() throws IOException {
        AdapterFiles.write(
                folder,
                "{\"r\": 2}",
                Map.of(
                        PeftDirectory.keyA(Q), Shape.of(2, 3),
                        PeftDirectory.keyB(Q), Shape.of(5, 4)));
        assertThatThrownBy(this::read).hasMessageContaining("A [2, 3] and B [5, 4]");
    }

    @Test
    void aPatternOfManyCharactersIsRefused() throws IOException {
        refusesPattern("(".repeat(40_000), Q, "at most 1,000 characters");
    }

    @Test
    void aNameOfManyCharactersIsNotMatched() throws IOException {
        refusesPattern("(a|x)*", "x".repeat(40_000), "at most 1,000 characters");
    }

    @Test
    void aPatternThatIsWalkedTooDeepIsRefused() throws IOException {
        String nested = "(".repeat(400) + "a|x" + ")".repeat(400) + "*";
        refusesPattern(nested, "x".repeat(900), "goes too deep");
    }

    private void refusesPattern(String pattern, String module, String names) throws IOException {
        write("{\"r\": 2, \"rank_pattern\": {\"%s\": 2}}".formatted(pattern), module);
        assertThatThrownBy(this::read)
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(names);
    }

    @Test
    void aPatternThatNeverEndsIsRefused() throws IOException {
        write(
                "{\"r\": 2, \"rank_pattern\": {\"((x+)+)+y\": 2}}",
                "base_model.model." + "x".repeat(60));
        assertThatThrownBy(this::read)
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("((x+)+)+y");
    }

    @Test
    void aPickleIsRefusedWithTheWayOut() throws IOException {
        Files.writeString(folder.resolve(PeftDirectory.CONFIG), "{\"r\": 2}");
        Files.writeString(folder.resolve("adapter_model.bin"), "");
        assertThatThrownBy(this::read)
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("safe_serialization=True");
    }

    @Test
    void aDirectoryWithoutConfigurationIsNamed() {
        assertThatThrownBy(this::read)
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(PeftDirectory.CONFIG);
    }

    @Test
    void noFactorsAtAllAreRefused() throws IOException {
        AdapterFiles.write(folder, "{\"r\": 2}", Map.of());
        assertThatThrownBy(this::read).hasMessageContaining("no tensors");
    }

    private void write(String config, String module) throws IOException {
        AdapterFiles.write(
                folder,
                config,
                Map.of(
                        PeftDirectory.keyA(module), Shape.of(2, 3),
                        PeftDirectory.keyB(module), Shape.of(5, 2)));
    }

    private void read() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            PeftDirectory.read(folder, arena);
        }
    }
}
