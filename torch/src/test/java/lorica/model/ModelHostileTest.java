package lorica.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsException;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;
import lorica.testing.TinyModel;
import lorica.torch.NativeTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Directories that are not the model they claim to be.
class ModelHostileTest {
    private final Path folder;

    ModelHostileTest(@TempDir Path folder) throws IOException {
        this.folder = TinyModel.write(folder);
    }

    @Test
    void aMissingConfigurationIsNamed() throws IOException {
        Files.delete(folder.resolve("config.json"));
        assertThatThrownBy(this::open)
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void anUnknownArchitectureIsRefusedByName() throws IOException {
        edit("MistralForCausalLM", "GemmaForCausalLM");
        refused("architectures", "MistralForCausalLM", "GemmaForCausalLM");
    }

    @Test
    void fieldsThatChangeTheMathematicsAreRefusedByName() throws IOException {
        String config = Files.readString(folder.resolve("config.json"));
        for (String field :
                List.of(
                        "\"attention_bias2\" : 1, \"mlp_bias\" : true",
                        "\"hidden_activation\" : \"gelu\"",
                        "\"quantization_config\" : {\"bits\" : 4}",
                        "\"final_logit_softcapping\" : 30.0",
                        "\"num_local_experts\" : 8",
                        "\"partial_rotary_factor\" : 0.5",
                        "\"rope_scaling\" : {\"rope_type\" : \"yarn\", \"factor\" : 4.0}")) {
            Files.writeString(
                    folder.resolve("config.json"),
                    config.replaceFirst("\"rope_scaling\" : null,", "")
                            .replaceFirst("\\{", "{" + field + ","));
            String name = field.replaceAll("(?s).*?\"([a-z_]+)\" :.*", "$1");
            assertThatThrownBy(this::open)
                    .as(field)
                    .isInstanceOfAny(ModelException.class, SafetensorsException.class)
                    .hasMessageContaining("config.json")
                    .hasMessageContaining(name.equals("attention_bias") ? "mlp_bias" : name);
        }
    }

    @Test
    void fieldsThatChangeNothingAreIgnored() throws IOException {
        edit("\"hidden_size\"", "\"transformers_version\" : \"9\", \"hidden_size\"");
        open();
    }

    @Test
    void aVocabularyOtherThanTheConfigurationsIsRefusedWithBothShapes() throws IOException {
        edit("\"vocab_size\" : 32", "\"vocab_size\" : 40");
        refused("model.embed_tokens.weight", "[40, 16]", "[32, 16]");
    }

    @Test
    void aMissingTensorIsNamed() throws IOException {
        edit("\"num_hidden_layers\" : 2", "\"num_hidden_layers\" : 3");
        refused("model.layers.2.input_layernorm.weight", "this tensor", "others");
    }

    @Test
    void anUnusedTensorMeansUnknownMathematics() throws IOException {
        edit("\"num_hidden_layers\" : 2", "\"num_hidden_layers\" : 1");
        refused("model.layers.1", "only the weights of MistralForCausalLM", "9 more");
    }

    @Test
    void aMissingShardIsNamedWithTheIndexThatListsIt() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                """
                {"weight_map": {"model.norm.weight": "model-00002-of-00002.safetensors"}}""");
        refused("model-00002-of-00002.safetensors", "model.safetensors.index.json", "none");
    }

    @Test
    void aShardOutsideTheFolderIsRefused() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                """
                {"weight_map": {"model.norm.weight": "../secret.safetensors"}}""");
        refused("weight_map", "files of this folder", "../secret.safetensors");
    }

    @Test
    void aDtypeThatIsNoWeightIsRefused() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        List<TensorSpec> specs = new ArrayList<>();
        ModelConfig config = TinyModel.config();
        Layout.shapes(config)
                .forEach((name, shape) -> specs.add(new TensorSpec(name, Dtype.I8, shape)));
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(folder.resolve("model.safetensors"), specs, Map.of())) {
            for (TensorSpec spec : specs) {
                writer.write(
                        spec.name(),
                        java.lang.foreign.MemorySegment.ofArray(
                                new byte[Math.toIntExact(spec.bytes())]));
            }
        }
        refused("model.embed_tokens.weight", "F32, F16 or BF16", "I8");
    }

    @Test
    void aPickleIsRefusedWithTheWayOut() throws IOException {
        Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));
        refused("pytorch_model.bin", "save_pretrained", "pickle");
    }

    @Test
    void shardsGiveTheModelThatOneFileGives() throws IOException {
        float[] whole = norm();
        try (CausalLanguageModel model = CausalLanguageModel.open(folder, Optional.empty())) {
            StringBuilder map = new StringBuilder();
            for (Map.Entry<String, NativeTensor> weight : model.weights().entrySet()) {
                String name = weight.getKey();
                String shard = name + ".safetensors";
                Shape shape = weight.getValue().shape();
                try (SafetensorsWriter writer =
                        SafetensorsWriter.create(
                                folder.resolve(shard),
                                List.of(new TensorSpec(name, Dtype.F32, shape)),
                                Map.of())) {
                    writer.write(name, weight.getValue().toFloats());
                }
                map.append(map.isEmpty() ? "" : ",").append("\"%s\":\"%s\"".formatted(name, shard));
            }
            Files.writeString(
                    folder.resolve("model.safetensors.index.json"),
                    "{\"weight_map\":{%s}}".formatted(map));
        }
        Files.delete(folder.resolve("model.safetensors"));
        assertThat(norm()).isEqualTo(whole);
    }

    private float[] norm() throws IOException {
        try (CausalLanguageModel model = CausalLanguageModel.open(folder, Optional.empty())) {
            return model.weights().lastEntry().getValue().toFloats();
        }
    }

    private void open() throws IOException {
        CausalLanguageModel.open(folder, Optional.empty()).close();
    }

    private void edit(String pattern, String replacement) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, Files.readString(file).replaceFirst(pattern, replacement));
    }

    private void refused(String... parts) {
        assertThatThrownBy(this::open)
                .isInstanceOfAny(ModelException.class, SafetensorsException.class)
                .hasMessageContainingAll(parts);
    }
}
