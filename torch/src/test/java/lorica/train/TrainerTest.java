package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig.Scaling;
import lorica.dataset.DatasetException;
import lorica.dataset.TrainingText;
import lorica.model.CausalLanguageModel;
import lorica.storage.WholeDirectory.Existing;
import lorica.testing.TinyModel;
import lorica.token.Tokenizer;
import lorica.torch.Libtorch;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.TrainingOptions.Validation;
import lorica.train.TrainingTask.Resumption;
import lorica.train.method.FullFineTuning;
import lorica.train.method.Lora;
import lorica.train.method.LowRank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trainings of a tiny random model on a task of copying.
class TrainerTest {
    private static final TextPolicy POLICY =
            TextPolicy.of(new TrainingText(" ", " w4"), OptionalInt.of(1));

    private final Path folder;
    private final Path base;

    TrainerTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        base = TinyModel.write(folder.resolve("base"));
        write("train.jsonl", 40, 1);
        write("valid.jsonl", 8, 2);
    }

    /// Input `a b`, output `b`.
    private void write(String name, int rows, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int b = random.nextInt(5, 12);
            lines.add(
                    "{\"input\": \"w%d w%d\", \"output\": \"w%d\"}"
                            .formatted(random.nextInt(12, 32), b, b));
        }
        Files.write(Files.createDirectories(folder.resolve("data")).resolve(name), lines);
    }

    private static TrainingOptions options() {
        return TrainingOptions.defaults()
                .withMethod(
                        new Lora(
                                new LowRank(
                                        4,
                                        8,
                                        Scaling.LORA,
                                        0.1,
                                        List.of("q_proj", "down_proj"),
                                        5)))
                .withOptimisation(Optimisation.of(1e-2, new Schedule.Cosine(2)))
                .withSteps(9)
                .withBatching(new Batching(6, 2, RowOrder.BUCKETED))
                .withValidation(new Validation(3, OptionalInt.empty()))
                .withCheckpointEvery(4);
    }

    private TrainingResult train(String output, TrainingOptions options, TrainingListener listener)
            throws IOException {
        try (CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(base.resolve("tokenizer.json"))) {
            TrainingData data =
                    TrainingData.read(folder.resolve("data"), tokenizer, model.config(), POLICY);
            return Trainer.train(
                    new TrainingTask(
                            model,
                            data,
                            "tiny",
                            tokenizer.file(),
                            folder.resolve(output),
                            Existing.REFUSE,
                            Resumption.CONTINUE),
                    options,
                    listener);
        }
    }

    private void trainAndKillAfter(int steps, String output, TrainingOptions options) {
        assertThatThrownBy(
                        () ->
                                train(
                                        output,
                                        options,
                                        progress -> {
                                            if (progress.step() == steps) {
                                                throw new IllegalStateException("killed");
                                            }
                                        }))
                .hasMessage("killed");
    }

    private byte[] bytes(String output, String file) throws IOException {
        return Files.readAllBytes(folder.resolve(output).resolve(file));
    }

    @Test
    void aKilledAndResumedAdapterIsThatOfAnUninterruptedTraining() throws IOException {
        Libtorch.setThreads(1);
        train("whole", options(), TrainingListener.silent());
        trainAndKillAfter(6, "resumed", options());
        assertThat(folder.resolve("resumed")).doesNotExist();
        TrainingResult result = train("resumed", options(), TrainingListener.silent());
        assertThat(result.losses()).as("steps after the checkpoint").hasSize(5);
        for (String file :
                List.of("adapter_model.safetensors", "adapter_config.json", "training.json")) {
            assertThat(bytes("resumed", file)).as(file).isEqualTo(bytes("whole", file));
        }
        assertThat(folder.resolve("resumed.resume.safetensors")).doesNotExist();
    }

    @Test
    void aKilledAndResumedModelIsThatOfAnUninterruptedTraining() throws IOException {
        Libtorch.setThreads(1);
        TrainingOptions full = options().withMethod(new FullFineTuning());
        train("whole", full, TrainingListener.silent());
        trainAndKillAfter(5, "resumed", full);
        train("resumed", full, TrainingListener.silent());
        assertThat(bytes("resumed", "model.safetensors"))
                .isEqualTo(bytes("whole", "model.safetensors"));
        try (CausalLanguageModel trained =
                CausalLanguageModel.open(folder.resolve("resumed"), Optional.empty())) {
            assertThat(trained.config()).isEqualTo(TinyModel.config());
        }
        assertThat(folder.resolve("resumed/tokenizer.json")).exists();
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefusedWithTheWayOut() {
        trainAndKillAfter(6, "adapter", options());
        assertThatThrownBy(
                        () -> train("adapter", options().withSeed(99), TrainingListener.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll("adapter.resume.safetensors", "--restart");
    }

    @Test
    void trainingLowersTheLossAndKeepsTheBestCheckpoint() throws IOException {
        List<Double> validations = new ArrayList<>();
        TrainingResult result =
                train(
                        "adapter",
                        options()
                                .withMethod(new FullFineTuning())
                                .withSteps(60)
                                .withCheckpointEvery(0),
                        progress -> progress.validationLoss().ifPresent(validations::add));
        assertThat(result.losses().getLast()).isLessThan(0.5 * result.losses().getFirst());
        double best = validations.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        assertThat(result.bestValidationLoss()).hasValue(best);
    }

    @Test
    void trainingStopsWhenValidationNoLongerImproves() throws IOException {
        TrainingResult result =
                train(
                        "adapter",
                        options()
                                .withMethod(new FullFineTuning())
                                .withOptimisation(Optimisation.of(0.3, new Schedule.Constant(0)))
                                .withSteps(200)
                                .withValidation(new Validation(2, OptionalInt.of(3))),
                        TrainingListener.silent());
        assertThat(result.steps()).isLessThan(200).isEqualTo(result.bestStep() + 6);
    }

    @Test
    void accumulatedBatchesMakeTheStepOfOneLargeBatch() throws IOException {
        TrainingOptions large =
                options()
                        .withMethod(
                                new Lora(new LowRank(4, 8, Scaling.LORA, 0, List.of("v_proj"), 5)))
                        .withSteps(3)
                        .withBatching(new Batching(8, 1, RowOrder.AS_GIVEN));
        List<Double> whole = train("large", large, TrainingListener.silent()).losses();
        List<Double> parts =
                train(
                                "small",
                                large.withBatching(new Batching(4, 2, RowOrder.AS_GIVEN)),
                                TrainingListener.silent())
                        .losses();
        for (int i = 0; i < whole.size(); i++) {
            assertThat(parts.get(i)).isCloseTo(whole.get(i), within(1e-5));
        }
    }

    @Test
    void aLossThatIsNoNumberEndsTrainingWithTheWayOut() {
        TrainingOptions wild =
                options()
                        .withMethod(new FullFineTuning())
                        .withOptimisation(
                                new Optimisation(
                                        1e30,
                                        0.9,
                                        0.999,
                                        1e-8,
                                        0,
                                        OptionalDouble.empty(),
                                        new Schedule.Constant(0)));
        assertThatThrownBy(() -> train("adapter", wild, TrainingListener.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll(
                        "train.jsonl", "step 2", "lower the learning rate 1.0E30", "NaN");
        assertThat(folder.resolve("adapter")).doesNotExist();
    }

    @Test
    void anOutputThatIsThereIsRefusedBeforeAnyStep() throws IOException {
        Files.createDirectories(folder.resolve("adapter/something"));
        assertThatThrownBy(
                        () ->
                                train(
                                        "adapter",
                                        options(),
                                        _ -> {
                                            throw new AssertionError("a step was made");
                                        }))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void anUnknownTargetIsRefusedWithTheKnownOnes() {
        TrainingOptions unknown =
                options()
                        .withMethod(
                                new Lora(new LowRank(4, 8, Scaling.LORA, 0, List.of("c_attn"), 5)));
        assertThatThrownBy(() -> train("adapter", unknown, TrainingListener.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll("c_attn", "q_proj");
    }

    @Test
    void anEmptySplitIsRefusedByName() throws IOException {
        Files.writeString(folder.resolve("data/valid.jsonl"), "\n");
        assertThatThrownBy(() -> train("adapter", options(), TrainingListener.silent()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("valid.jsonl", "at least one example");
    }

    @Test
    void aRowOverTheContextIsRefusedByNumber() throws IOException {
        Files.writeString(
                folder.resolve("data/train.jsonl"),
                """
                {"input": "w5", "output": "w6"}
                {"input": "%s", "output": "w6"}
                """
                        .formatted("w5 ".repeat(60).strip()));
        assertThatThrownBy(() -> train("adapter", options(), TrainingListener.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll("train.jsonl", "row 2", "at most 48 tokens", "63 tokens");
    }

    /// Two thousand steps: each makes some 200 tensors, so a leak of one a step would show.
    @Test
    void nativeMemoryStaysFlat() throws IOException {
        long[] resident = new long[2];
        train(
                "adapter",
                options()
                        .withSteps(2000)
                        .withBatching(new Batching(2, 1, RowOrder.BUCKETED))
                        .withValidation(new Validation(2000, OptionalInt.empty()))
                        .withCheckpointEvery(0),
                progress -> {
                    if (progress.step() == 500) {
                        resident[0] = Libtorch.residentBytes();
                    }
                    if (progress.step() == 2000) {
                        resident[1] = Libtorch.residentBytes();
                    }
                });
        assertThat(resident[1] - resident[0]).isLessThan(64L << 20);
    }
}
