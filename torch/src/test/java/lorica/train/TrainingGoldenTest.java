package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.adapter.LoraConfig.Scaling;
import lorica.dataset.TrainingText;
import lorica.model.CausalLanguageModel;
import lorica.tensor.SafetensorsFile;
import lorica.testing.SharedFiles;
import lorica.token.Tokenizer;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.method.Lora;
import lorica.train.method.LowRank;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against PyTorch in Python: six LoRA steps from the same A on the same batches.
@Tag("shared")
class TrainingGoldenTest {
    private static final int ROWS = 24;

    @Test
    void lossesAndFinalAdapterAreThoseOfAnIndependentImplementation() throws IOException {
        JsonNode golden =
                JsonMapper.shared().readTree(SharedFiles.path("golden/training.json").toFile());
        Path bank = SharedFiles.path("data/bank-stories260K");
        Path dataset = bank.resolve("datasets").resolve(golden.path("dataset").stringValue());
        TrainingOptions options =
                TrainingOptions.defaults()
                        .withMethod(
                                new Lora(
                                        new LowRank(
                                                4,
                                                8,
                                                Scaling.LORA,
                                                0,
                                                List.of("q_proj", "k_proj", "v_proj"),
                                                0)))
                        .withOptimisation(
                                new Optimisation(
                                        1e-3,
                                        0.9,
                                        0.999,
                                        1e-8,
                                        0,
                                        OptionalDouble.empty(),
                                        new Schedule.Constant(0)))
                        .withSteps(6)
                        .withBatching(new Batching(8, 1, RowOrder.AS_GIVEN));
        try (CausalLanguageModel model =
                        CausalLanguageModel.open(bank.resolve("base"), Optional.of(Precision.F32));
                Tokenizer tokenizer = Tokenizer.open(bank.resolve("base/tokenizer.json"));
                Arena arena = Arena.ofShared()) {
            TrainingData all =
                    TrainingData.read(
                            dataset.resolve("train.jsonl"),
                            tokenizer,
                            model.config(),
                            TextPolicy.of(new TrainingText(" ", "\n"), OptionalInt.of(1)));
            TrainingData data =
                    new TrainingData(
                            all.train(),
                            all.trainRows().subList(0, ROWS),
                            Optional.empty(),
                            List.of());
            try (Training training = new Training(model, data, options)) {
                start(training, arena);
                for (JsonNode expected : golden.path("losses")) {
                    assertThat(training.step()).isCloseTo(expected.asDouble(), within(1e-4));
                }
                assertThat(training.state().step()).isEqualTo(6);
                compare(training, arena);
            }
        }
    }

    private static String key(String parameter) {
        return "base_model.model." + parameter + ".weight";
    }

    private static void start(Training training, Arena arena) throws IOException {
        SafetensorsFile initial =
                SafetensorsFile.map(
                        SharedFiles.path("golden/training/initial_adapter.safetensors"), arena);
        try (NativeScope _ = NativeScope.withoutGradients()) {
            for (Map.Entry<String, NativeTensor> parameter : training.trained().entrySet()) {
                parameter
                        .getValue()
                        .detached()
                        .setInPlace(NativeTensor.mapped(initial.tensor(key(parameter.getKey()))));
            }
        }
    }

    private static void compare(Training training, Arena arena) throws IOException {
        SafetensorsFile expected =
                SafetensorsFile.map(
                        SharedFiles.path("golden/training/final_adapter.safetensors"), arena);
        assertThat(training.trained()).hasSize(expected.tensors().size());
        training.trained()
                .forEach(
                        (name, value) -> {
                            float[] wanted =
                                    NativeTensor.mapped(expected.tensor(key(name))).toFloats();
                            float[] found = value.toFloats();
                            assertThat(found).hasSize(wanted.length);
                            for (int i = 0; i < found.length; i++) {
                                assertThat(found[i])
                                        .as("%s[%d]", name, i)
                                        .isCloseTo(wanted[i], within(1e-3f));
                            }
                        });
    }
}
