package lorica.infer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import lorica.model.CausalLanguageModel;
import lorica.model.KeyValueCache;
import lorica.torch.Libtorch;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// What loading a model and generating a few tokens greedily costs on this machine.
///
/// @param loadSeconds until the model stands, its weights mapped and not yet read
/// @param firstTokenSeconds for the prompt of one token and the first new one: reads every weight
/// @param nextTokenSeconds mean of the tokens after it
/// @param peakBytes the process's largest resident memory, mapped weights included
public record GenerationCost(
        Precision precision,
        int tokens,
        double loadSeconds,
        double firstTokenSeconds,
        double nextTokenSeconds,
        long peakBytes) {

    /// Measures once; the model's own start token is the prompt.
    public static GenerationCost measure(Path directory, int tokens) throws IOException {
        long start = System.nanoTime();
        try (CausalLanguageModel model = CausalLanguageModel.open(directory, Optional.empty());
                NativeScope _ = NativeScope.withoutGradients()) {
            double load = seconds(start);
            KeyValueCache cache = model.cache(new int[] {1}, tokens);
            long[] next = {model.config().beginning().orElse(0)};
            long first = System.nanoTime();
            next = model.logits(model.hidden(NativeTensor.of(next, 1, 1), cache)).largest();
            double firstSeconds = seconds(first);
            long rest = System.nanoTime();
            for (int i = 1; i < tokens; i++) {
                try (NativeScope _ = NativeScope.withoutGradients()) {
                    next =
                            model.logits(model.nextHidden(NativeTensor.of(next, 1, 1), cache))
                                    .largest();
                }
            }
            return new GenerationCost(
                    model.precision(),
                    tokens,
                    load,
                    firstSeconds,
                    seconds(rest) / Math.max(1, tokens - 1),
                    Libtorch.peakResidentBytes());
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
