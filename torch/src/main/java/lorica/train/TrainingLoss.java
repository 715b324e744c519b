package lorica.train;

import java.util.Arrays;
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
    /// Logits in memory at a time.
    private static final long CHUNK = 1 << 21;

    private final CausalLanguageModel model;
    private final long chunk;

    TrainingLoss(CausalLanguageModel model) {
        this(model, CHUNK);
    }

    /// @param chunk logits in memory at a time, for [#backward]
    TrainingLoss(CausalLanguageModel model, long chunk) {
        this.model = model;
        this.chunk = chunk;
    }

    /// The hidden states that predict a batch's targets, `[n, h]`, and the targets.
    private record Predicting(NativeTensor hidden, long[] targets) {}

    /// The sum over a batch's targets, a scalar.
    NativeTensor sum(List<TokenizedExample> batch) {
        Predicting predicting = predicting(batch);
        int count = predicting.targets().length;
        return model.logits(predicting.hidden())
                .crossEntropies(NativeTensor.of(predicting.targets(), count))
                .sum();
    }

    /// Adds the gradient of `scale` times the sum to every trainable leaf; the sum.
    ///
    /// Where the head is frozen, logits and their gradient exist for a few targets at a time:
    ///
    /// ```
    /// ∂(−log p(id))/∂hidden = softmax(logits)·W − W[id],   softmax(l) = e^(l − max l)/Σ
    /// ```
    double backward(List<TokenizedExample> batch, double scale) {
        if (model.head().tracksGradient()) {
            NativeTensor sum = sum(batch);
            sum.times(scale).backward();
            return sum.item();
        }
        Predicting predicting = predicting(batch);
        NativeTensor hidden = predicting.hidden();
        int count = predicting.targets().length;
        int most = (int) Math.max(1, chunk / model.head().extent(0));
        NativeTensor gradient = hidden.detached(); // in the hidden states' place, row by row
        double sum = 0;
        for (int from = 0; from < count; from += most) {
            int length = Math.min(most, count - from);
            try (NativeScope _ = NativeScope.withoutGradients()) {
                NativeTensor logits = model.logits(hidden.narrowed(0, from, length));
                long[] targets = Arrays.copyOfRange(predicting.targets(), from, from + length);
                NativeTensor ids = NativeTensor.of(targets, length, 1);
                logits.addInPlace(-1, logits.rowMaxima());
                NativeTensor expected = logits.gathered(1, ids);
                logits.exponentiateInPlace();
                NativeTensor sums = logits.rowSums();
                sum += sums.logarithm().plus(-1, expected).sum().item();
                NativeTensor mean = logits.product(model.head()).over(sums);
                NativeTensor rows = model.head().selected(0, ids.reshaped(length));
                gradient.narrowed(0, from, length).setInPlace(mean.plus(-1, rows).times(scale));
            }
        }
        hidden.backward(gradient);
        return sum;
    }

    private Predicting predicting(List<TokenizedExample> batch) {
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
        return new Predicting(
                hidden.reshaped(ids.length, hidden.extent(2))
                        .selected(0, NativeTensor.of(places, targets)),
                expected);
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
