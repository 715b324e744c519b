package lorica.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// Keys and values of the tokens seen so far, for a batch of prompts of unequal length.
///
/// Prompts are padded on the right to the longest; generated tokens follow in shared columns. The
/// columns between a row's prompt and the longest one hold padding and are never attended to, so
/// that a row sees what it would see alone.
public final class KeyValueCache {
    private final int[] lengths;
    private final int padded;
    private final int capacity;
    private final int context;
    private final OptionalInt window;
    private final Precision precision;
    private final List<NativeTensor> keys = new ArrayList<>();
    private final List<NativeTensor> values = new ArrayList<>();
    private int generated;

    KeyValueCache(ModelConfig config, Precision precision, int[] lengths, int newTokens) {
        this.lengths = lengths.clone();
        this.padded = IntStream.of(lengths).max().orElseThrow();
        this.capacity = padded + newTokens;
        this.context = config.context();
        this.window = config.slidingWindow();
        this.precision = precision;
        ModelConfig.Sizes sizes = config.sizes();
        for (int layer = 0; layer < sizes.layers(); layer++) {
            keys.add(empty(sizes));
            values.add(empty(sizes));
        }
    }

    private NativeTensor empty(ModelConfig.Sizes sizes) {
        return NativeTensor.filled(
                0,
                precision,
                lengths.length,
                sizes.keyValueHeads(),
                capacity,
                sizes.headDimension());
    }

    /// Tokens of each prompt.
    public int[] lengths() {
        return lengths.clone();
    }

    /// Stores the prompts' keys and values of one layer.
    void storePrompts(int layer, NativeTensor key, NativeTensor value) {
        keys.get(layer).narrowed(2, 0, padded).setInPlace(key);
        values.get(layer).narrowed(2, 0, padded).setInPlace(value);
    }

    /// Stores one more token's keys and values of one layer.
    void storeNext(int layer, NativeTensor key, NativeTensor value) {
        int column = padded + generated;
        if (column >= capacity) {
            throw new IllegalStateException(
                    "cache: expected at most %d generated tokens, found one more"
                            .formatted(capacity - padded));
        }
        keys.get(layer).narrowed(2, column, 1).setInPlace(key);
        values.get(layer).narrowed(2, column, 1).setInPlace(value);
    }

    /// Keys of one layer up to and with the token just stored: `[b, K, columns, d]`.
    NativeTensor keys(int layer) {
        return keys.get(layer).narrowed(2, 0, padded + generated + 1L);
    }

    NativeTensor values(int layer) {
        return values.get(layer).narrowed(2, 0, padded + generated + 1L);
    }

    /// The position of the token about to be stored, by row. A row that was full and goes on only
    /// because others do stays at the last position.
    long[] nextPositions() {
        return IntStream.of(lengths)
                .mapToLong(length -> Math.min(length + generated, context - 1))
                .toArray();
    }

    void advance() {
        generated++;
    }

    /// What the token about to be stored must not see: 0 or −∞, `[b, 1, 1, columns]`; empty where
    /// it sees every column.
    Optional<NativeTensor> mask() {
        int columns = padded + generated + 1;
        float[] mask = new float[lengths.length * columns];
        boolean hides = false;
        for (int row = 0; row < lengths.length; row++) {
            int now = lengths[row] + generated;
            for (int column = 0; column < columns; column++) {
                boolean padding = column >= lengths[row] && column < padded;
                int position = column < padded ? column : lengths[row] + column - padded;
                boolean left = window.isPresent() && now - position >= window.getAsInt();
                if (padding || left) {
                    mask[row * columns + column] = Float.NEGATIVE_INFINITY;
                    hides = true;
                }
            }
        }
        return hides
                ? Optional.of(NativeTensor.of(mask, lengths.length, 1, 1, columns).to(precision))
                : Optional.empty();
    }
}
