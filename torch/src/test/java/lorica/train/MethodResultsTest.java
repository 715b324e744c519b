package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig.Scaling;
import lorica.adapter.PeftDirectory;
import lorica.dataset.TrainingText;
import lorica.model.CausalLanguageModel;
import lorica.storage.WholeDirectory.Existing;
import lorica.testing.TinyModel;
import lorica.token.Tokenizer;
import lorica.torch.Libtorch;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.TrainingOptions.Validation;
import lorica.train.TrainingTask.Resumption;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.MethodName.Choices;
import lorica.train.method.Selection;
import lorica.train.method.TrainingMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every method writes, and that a kill changes nothing of it.
class MethodResultsTest {
    private static final TextPolicy POLICY =
            TextPolicy.of(new TrainingText(" ", " w4"), OptionalInt.of(1));
    private static final int RANK = 3;

    private final Path folder;
    private final Path base;

    MethodResultsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        base = TinyModel.write(folder.resolve("base"));
        write("train.jsonl", 30, 1);
        write("valid.jsonl", 6, 2);
        Libtorch.setThreads(1);
    }

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

    private static TrainingMethod method(MethodName name, int rank) {
        boolean paca =
                name == MethodName.PACA || name == MethodName.D_PACA || name == MethodName.C_PACA;
        return name.method(
                new LowRank(
                        rank,
                        5,
                        Scaling.RANK_STABILISED,
                        paca ? 0 : 0.1,
                        List.of("q_proj", "down_proj"),
                        7),
                new Choices(3, 4, Selection.SCATTERED));
    }

    private static TrainingOptions options(MethodName name) {
        return TrainingOptions.defaults()
                .withMethod(method(name, RANK))
                .withOptimisation(Optimisation.of(2e-2, new Schedule.Cosine(2)))
                .withSteps(10)
                .withBatching(new Batching(5, 2, RowOrder.BUCKETED))
                .withValidation(new Validation(4, OptionalInt.empty()))
                .withCheckpointEvery(5);
    }

    private TrainingResult train(
            String output,
            TrainingOptions options,
            Optional<Path> from,
            Export export,
            TrainingListener listener)
            throws IOException {
        try (CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(base.resolve("tokenizer.json"))) {
            return Trainer.train(
                    new TrainingTask(
                            model,
                            TrainingData.read(
                                    folder.resolve("data"), tokenizer, model.config(), POLICY),
                            "tiny",
                            tokenizer.file(),
                            folder.resolve(output),
                            Existing.REFUSE,
                            Resumption.CONTINUE,
                            from,
                            export),
                    options,
                    listener);
        }
    }

    private TrainingResult train(String output, MethodName name, Export export) throws IOException {
        return train(output, options(name), Optional.empty(), export, TrainingListener.silent());
    }

    private byte[] bytes(String output, String file) throws IOException {
        return Files.readAllBytes(folder.resolve(output).resolve(file));
    }

    private float[] logits(Path model, Optional<Path> adapter) throws IOException {
        try (CausalLanguageModel opened = CausalLanguageModel.open(model, Optional.empty());
                Arena arena = Arena.ofShared();
                NativeScope _ = NativeScope.withoutGradients()) {
            if (adapter.isPresent()) {
                opened.load("one", PeftDirectory.read(adapter.get(), arena));
                opened.adapters().activate("one");
            }
            NativeTensor ids = NativeTensor.of(new long[] {1, 9, 20, 5, 11, 30, 4, 6}, 2, 4);
            return opened.logits(opened.hidden(ids)).toFloats();
        }
    }

    private static void assertClose(float[] found, float[] expected, double tolerance) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).as("[%d]", i).isCloseTo(expected[i], within(tolerance));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKilledAndResumedTrainingWritesTheBytesOfAnUninterruptedOne(MethodName name)
            throws IOException {
        train("whole", name, new Export.Exact());
        assertThatThrownBy(
                        () ->
                                train(
                                        "resumed",
                                        options(name),
                                        Optional.empty(),
                                        new Export.Exact(),
                                        progress -> {
                                            if (progress.step() == 6) {
                                                throw new IllegalStateException("killed");
                                            }
                                        }))
                .hasMessage("killed");
        TrainingResult result = train("resumed", name, new Export.Exact());
        assertThat(result.losses()).as("steps after the checkpoint").hasSize(5);
        String weights = name == MethodName.FFT ? "model.safetensors" : "adapter_model.safetensors";
        assertThat(bytes("resumed", weights)).isEqualTo(bytes("whole", weights));
        assertThat(bytes("resumed", "training.json")).isEqualTo(bytes("whole", "training.json"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FFT")
    void theMergedModelIsTheBaseWithTheExportedAdapter(MethodName name) throws IOException {
        train("adapter", name, new Export.Exact());
        train("model", name, new Export.Merged());
        float[] merged = logits(folder.resolve("model"), Optional.empty());
        float[] adapted = logits(base, Optional.of(folder.resolve("adapter")));
        assertClose(adapted, merged, 1e-5);
        assertThat(merged).isNotEqualTo(logits(base, Optional.empty()));
        int links = Math.max(1, links(name, "adapter"));
        assertThat(PeftDirectory.readConfig(folder.resolve("adapter")).rank())
                .isEqualTo(links * RANK);
    }

    /// Links up to the best step: what was trained after it is not written.
    private int links(MethodName name, String output) throws IOException {
        TrainingMethod method = method(name, RANK);
        if (!(method instanceof lorica.train.method.AdapterMethod adapter)) {
            return 1;
        }
        String json = Files.readString(folder.resolve(output).resolve("training.json"));
        int best = Integer.parseInt(json.replaceAll("(?s).*\"best_step\" : (\\d+).*", "$1"));
        return 1 + adapter.link(best - 1, 10);
    }

    @Test
    void aTruncatedChainStatesWhatItLeavesOut() throws IOException {
        train("exact", MethodName.COLA, new Export.Exact());
        TrainingResult whole = train("whole", MethodName.COLA, new Export.Truncated(99));
        assertThat(whole.truncationError()).isEmpty();
        assertThat(bytes("whole", "adapter_model.safetensors"))
                .isEqualTo(bytes("exact", "adapter_model.safetensors"));
        TrainingResult truncated = train("low", MethodName.COLA, new Export.Truncated(2));
        assertThat(PeftDirectory.readConfig(folder.resolve("low")).rank()).isEqualTo(2);
        assertThat(truncated.truncationError().orElseThrow())
                .isCloseTo(error("exact", "low"), within(1e-4))
                .isBetween(0.01, 0.99);
    }

    /// ‖ΔW − ΔŴ‖/‖ΔW‖ over all modules, densely.
    private double error(String exact, String other) throws IOException {
        try (Arena arena = Arena.ofShared();
                NativeScope _ = NativeScope.withoutGradients()) {
            LoraAdapter whole = PeftDirectory.read(folder.resolve(exact), arena);
            LoraAdapter low = PeftDirectory.read(folder.resolve(other), arena);
            double norm = 0;
            double difference = 0;
            for (var module : whole.modules().values()) {
                NativeTensor full =
                        NativeTensor.mapped(module.b())
                                .product(NativeTensor.mapped(module.a()))
                                .times(module.scaling());
                var lower = Optional.ofNullable(low.modules().get(module.module())).orElseThrow();
                NativeTensor approximate =
                        NativeTensor.mapped(lower.b())
                                .product(NativeTensor.mapped(lower.a()))
                                .times(lower.scaling());
                norm += Math.pow(full.norm(), 2);
                difference += Math.pow(full.plus(-1, approximate).norm(), 2);
            }
            return Math.sqrt(difference / norm);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTrainingFromAnAdapterStartsAtIt(MethodName name) throws IOException {
        train("start", MethodName.LORA, new Export.Exact());
        Path from = folder.resolve("start");
        float[] expected = logits(base, Optional.of(from));
        TrainingOptions still =
                options(name)
                        .withOptimisation(Optimisation.of(1e-30, new Schedule.Constant(0)))
                        .withSteps(3);
        train("still", still, Optional.of(from), new Export.Exact(), TrainingListener.silent());
        float[] found =
                name == MethodName.FFT
                        ? logits(folder.resolve("still"), Optional.empty())
                        : logits(base, Optional.of(folder.resolve("still")));
        assertClose(found, expected, 1e-5);
        if (name == MethodName.LORA) {
            assertThat(PeftDirectory.readConfig(folder.resolve("still")).rank()).isEqualTo(RANK);
        }
        train("moved", options(name), Optional.of(from), new Export.Merged(), _ -> {});
        assertThat(logits(folder.resolve("moved"), Optional.empty())).isNotEqualTo(expected);
    }

    @Test
    void anAdapterOfAnotherRankLiesBeneathWhatIsTrained() throws IOException {
        train("start", MethodName.LORA, new Export.Exact());
        TrainingOptions wider = options(MethodName.LORA).withMethod(method(MethodName.LORA, 4));
        train(
                "adapter",
                wider,
                Optional.of(folder.resolve("start")),
                new Export.Exact(),
                TrainingListener.silent());
        train(
                "model",
                wider,
                Optional.of(folder.resolve("start")),
                new Export.Merged(),
                TrainingListener.silent());
        assertThat(PeftDirectory.readConfig(folder.resolve("adapter")).rank()).isEqualTo(RANK + 4);
        assertClose(
                logits(base, Optional.of(folder.resolve("adapter"))),
                logits(folder.resolve("model"), Optional.empty()),
                1e-5);
    }
}
