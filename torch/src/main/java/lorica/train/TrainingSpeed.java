package lorica.train;

import java.nio.file.Path;
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

/// How fast LoRA trains on this machine, beside its matrix product, both measured in one run.
///
/// The shape: Llama, 6 layers, hidden 288, 6 heads, 32,000 ids, tied: 15 M weights; a step is 8
/// rows of 128 tokens, loss on all of them.
///
/// @param tokensPerSecond of whole steps: forward, backward, Adam
/// @param stepGflops arithmetic of those, 4 flops a token and matrix weight (the weights are
///     frozen, so there is a forward pass and one backward to the activations), in 10⁹ a second
/// @param productGflops of F32 matrix products of 1024³, in 10⁹ a second
/// @param growthBytes of resident memory from the tenth of the steps on
public record TrainingSpeed(
        int threads,
        int steps,
        double tokensPerSecond,
        double stepGflops,
        double productGflops,
        long peakBytes,
        long growthBytes) {
    private static final int ROWS = 8;
    private static final int LENGTH = 128;
    private static final int SIDE = 1024;

    private static ModelConfig shape() {
        return new ModelConfig(
                Architecture.LLAMA,
                new ModelConfig.Sizes(288, 768, 6, 6, 6, 48, 32_000),
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

    public static TrainingSpeed measure(int steps) {
        double product = matrixProduct();
        SplittableRandom random = new SplittableRandom(1);
        List<TokenizedExample> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new TokenizedExample(random.ints(LENGTH + 1, 3, 32_000).toArray(), 1));
        }
        TrainingData data =
                new TrainingData(
                        new TrainingData.Source(Path.of("random"), Checksum.ofStrings("random")),
                        rows,
                        Optional.empty(),
                        List.of());
        TrainingOptions options =
                TrainingOptions.defaults()
                        .withSteps(steps + 2)
                        .withBatching(new Batching(ROWS, 1, RowOrder.AS_GIVEN));
        try (CausalLanguageModel model = CausalLanguageModel.random(shape(), random);
                Training training = new Training(model, data, options)) {
            training.step();
            training.step();
            long resident = Libtorch.residentBytes();
            long start = System.nanoTime();
            for (int i = 0; i < steps; i++) {
                training.step();
                if (i == steps / 10) {
                    resident = Libtorch.residentBytes();
                }
            }
            double rate = (double) steps * ROWS * LENGTH / ((System.nanoTime() - start) / 1e9);
            long weights = model.weights().values().stream().mapToLong(NativeTensor::size).sum();
            return new TrainingSpeed(
                    Libtorch.threads(),
                    steps,
                    rate,
                    4.0 * weights * rate / 1e9,
                    product,
                    Libtorch.peakResidentBytes(),
                    Libtorch.residentBytes() - resident);
        }
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
