package lorica.train;

import java.util.List;
import lorica.model.CausalLanguageModel;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;

/// Cross-entropy of the target tokens of a batch, natural logarithm, F32.
///
/// ```
/// Σ over rows, Σ over targets j: −log p(idⱼ | id₀ … idⱼ₋₁)
/// ```
///
/// Rows are padded on the right with id 0, which no target sees.
final class TrainingLoss {
    private final CausalLanguageModel model;

    TrainingLoss(CausalLanguageModel model) {
        this.model = model;
    }

    /// The sum over a batch's targets, a scalar.
    NativeTensor sum(List<TokenizedExample> batch) {
        int longest = batch.stream().mapToInt(row -> row.ids().length - 1).max().orElseThrow();
        int targets = targets(batch);
        long[] ids = new long[batch.size() * longest];
        long[] places = new long[targets];
        long[] expected = new long[targets];
        int next = 0;
        for (int row = 0; row < batch.size(); row++) {
            int[] tokens = batch.get(row).ids();
            for (int j = 0; j < tokens.length - 1; j++) {
                ids[row * longest + j] = tokens[j];
            }
            for (int j = batch.get(row).firstTarget(); j < tokens.length; j++) {
                places[next] = (long) row * longest + j - 1;
                expected[next++] = tokens[j];
            }
        }
        NativeTensor hidden = model.hidden(NativeTensor.of(ids, batch.size(), longest));
        NativeTensor predicting =
                hidden.reshaped(ids.length, hidden.extent(2))
                        .selected(0, NativeTensor.of(places, targets));
        return model.logits(predicting).crossEntropies(NativeTensor.of(expected, targets)).sum();
    }

    static int targets(List<TokenizedExample> batch) {
        return batch.stream().mapToInt(TokenizedExample::targets).sum();
    }

    /// The mean over every target of `rows`, in batches of this size, without gradients.
    double mean(List<TokenizedExample> rows, int batch) {
        double sum = 0;
        for (int from = 0; from < rows.size(); from += batch) {
            try (NativeScope _ = NativeScope.withoutGradients()) {
                sum += sum(rows.subList(from, Math.min(rows.size(), from + batch))).item();
            }
        }
        return sum / targets(rows);
    }
}
