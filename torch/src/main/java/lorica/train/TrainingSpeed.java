package lorica.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lorica.model.CausalLanguageModel;
import lorica.model.ModelConfig;
import lorica.model.ModelConfig.Architecture;
import lorica.model.RopeScaling;
import lorica.storage.Checksum;
import lorica.torch.Libtorch;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.method.TrainingMethod;

/// What a training step costs on this machine, beside its matrix product, both measured in one run
/// of a process that does nothing else.
///
/// A step: forward, backward, Adam; loss on all tokens.
///
/// @param threads of the library
/// @param stepSeconds by the clock, the best step
/// @param stepProcessorSeconds of the whole process, the best step
/// @param tokensPerSecond of all measured steps
/// @param stepGflops arithmetic of those, 4 flops a token and matrix weight (the weights are
///     frozen, so there is a forward pass and one backward to the activations), in 10⁹ a second
/// @param productGflops of F32 matrix products of 1024³, in 10⁹ a second
/// @param trainedParameters of the method
/// @param memoryBytes the most resident memory, less what was resident with the model loaded
/// @param peakBytes the most resident memory
/// @param growthBytes of resident memory from the tenth of the steps on
public record TrainingSpeed(
        int threads,
        int steps,
        double stepSeconds,
        double stepProcessorSeconds,
        double tokensPerSecond,
        double stepGflops,
        double productGflops,
        long trainedParameters,
        long memoryBytes,
        long peakBytes,
        long growthBytes) {
    private static final int WARM_UP = 2;
    private static final int SIDE = 1024;

    /// The model that is trained, of random weights.
    public enum Shape {
        /// Llama, 6 layers, hidden 288, 6 heads, 32,000 ids, tied: 15 M weights; 8 rows of 128
        /// tokens a step.
        SMALL(8),
        /// Two layers of a 7B Llama with 4,096 ids, tied: 422 M weights; one row of 128 tokens.
        WIDE(1),
        /// As good as nothing.
        TINY(1);

        private static final int LENGTH = 128;

        private final int rows;

        Shape(int rows) {
            this.rows = rows;
        }

        private ModelConfig.Sizes sizes() {
            return switch (this) {
                case SMALL -> new ModelConfig.Sizes(288, 768, 6, 6, 6, 48, 32_000);
                case TINY -> new ModelConfig.Sizes(64, 64, 1, 2, 2, 32, 256);
                case WIDE -> new ModelConfig.Sizes(4096, 11_008, 2, 32, 32, 128, 4_096);
            };
        }

        private ModelConfig config() {
            return new ModelConfig(
                    Architecture.LLAMA,
                    sizes(),
                    256,
                    1e-5,
                    10_000,
                    new RopeScaling.Plain(),
                    OptionalInt.empty(),
                    true,
                    OptionalInt.of(1),
                    List.of(2),
                    0.02);
        }

        private TrainingData data() {
            SplittableRandom random = new SplittableRandom(1);
            List<TokenizedExample> examples = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                int[] ids = random.ints(LENGTH + 1, 3, sizes().vocabulary()).toArray();
                examples.add(new TokenizedExample(ids, 1));
            }
            return new TrainingData(
                    new TrainingData.Source(Path.of("random"), Checksum.ofStrings("random")),
                    examples,
                    Optional.empty(),
                    List.of());
        }
    }

    /// Measures some steps after two that warm up.
    public static TrainingSpeed measure(Shape shape, TrainingMethod method, int steps) {
        TrainingOptions options =
                TrainingOptions.defaults()
                        .withMethod(method)
                        .withSteps(steps + WARM_UP)
                        .withBatching(new Batching(shape.rows, 1, RowOrder.AS_GIVEN));
        touchLibraries(method);
        try (CausalLanguageModel model =
                CausalLanguageModel.random(shape.config(), new SplittableRandom(1))) {
            TrainingData data = shape.data();
            System.gc(); // the arrays that the weights were drawn into
            long loaded = Libtorch.residentBytes();
            Libtorch.restartPeak();
            try (Training training = new Training(model, data, options)) {
                return measure(model, training, new Frame(shape, steps, loaded));
            }
        }
    }

    /// Code that is loaded on its first use is no memory of the method.
    private static void touchLibraries(TrainingMethod method) {
        TrainingOptions options = TrainingOptions.defaults().withMethod(method).withSteps(8);
        try (CausalLanguageModel model =
                        CausalLanguageModel.random(Shape.TINY.config(), new SplittableRandom(1));
                Training training = new Training(model, Shape.TINY.data(), options)) {
            while (!training.finished()) {
                training.step();
            }
        }
    }

    private record Frame(Shape shape, int steps, long loaded) {}

    private static TrainingSpeed measure(
            CausalLanguageModel model, Training training, Frame frame) {
        for (int i = 0; i < WARM_UP; i++) {
            training.step();
        }
        long resident = Libtorch.residentBytes();
        double best = Double.POSITIVE_INFINITY;
        double bestProcessor = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        for (int i = 0; i < frame.steps(); i++) {
            long clock = System.nanoTime();
            Duration processor = processorTime();
            training.step();
            best = Math.min(best, (System.nanoTime() - clock) / 1e9);
            bestProcessor =
                    Math.min(bestProcessor, processorTime().minus(processor).toNanos() / 1e9);
            if (i == frame.steps() / 10) {
                resident = Libtorch.residentBytes();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double tokens = (double) frame.steps() * frame.shape().rows * Shape.LENGTH / seconds;
        long peak = Libtorch.peakResidentBytes();
        long growth = Libtorch.residentBytes() - resident;
        long weights = model.weights().values().stream().mapToLong(NativeTensor::size).sum();
        return new TrainingSpeed(
                Libtorch.threads(),
                frame.steps(),
                best,
                bestProcessor,
                tokens,
                4.0 * weights * tokens / 1e9,
                matrixProduct(),
                training.parameters().size(),
                peak - frame.loaded(),
                peak,
                growth);
    }

    /// Of this process, in the system's resolution (10 ms on Linux).
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// The best of five products after one that warms up.
    private static double matrixProduct() {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            SplittableRandom random = new SplittableRandom(2);
            NativeTensor a = NativeTensor.normal(random, 1, SIDE, SIDE);
            NativeTensor b = NativeTensor.normal(random, 1, SIDE, SIDE);
            a.product(b);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                a.product(b);
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
            return 2.0 * SIDE * SIDE * SIDE / best / 1e9;
        }
    }
}
