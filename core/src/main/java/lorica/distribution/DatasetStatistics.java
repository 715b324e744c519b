package lorica.distribution;

/// What token counts say of one dataset by itself, as a vector for a learned rule:
///
/// ```
/// ln examples
/// ln (1 + tokens an input),  entropy of input tokens,  ln distinct input tokens
/// ln (1 + tokens an output), entropy of output tokens, ln distinct output tokens
/// share of the output tokens that inputs hold too
/// ```
///
/// Natural logarithms, entropies in nats.
public final class DatasetStatistics {
    /// Numbers a dataset.
    public static final int COUNT = 8;

    private DatasetStatistics() {}

    /// @param inputs counts of [Part#INPUT]
    /// @param outputs counts of [Part#OUTPUT] of the same dataset
    public static double[] of(TokenCounts inputs, TokenCounts outputs) {
        return new double[] {
            Math.log((double) inputs.examples()),
            Math.log1p((double) inputs.total() / inputs.examples()),
            entropy(inputs),
            Math.log(inputs.tokens().length),
            Math.log1p((double) outputs.total() / outputs.examples()),
            entropy(outputs),
            Math.log(outputs.tokens().length),
            shared(inputs, outputs)
        };
    }

    private static double entropy(TokenCounts counts) {
        double total = counts.total();
        double entropy = 0;
        for (long count : counts.counts()) {
            entropy -= count / total * Math.log(count / total);
        }
        return entropy;
    }

    private static double shared(TokenCounts inputs, TokenCounts outputs) {
        long shared = 0;
        int i = 0;
        for (int o = 0; o < outputs.tokens().length; o++) {
            while (i < inputs.tokens().length && inputs.tokens()[i] < outputs.tokens()[o]) {
                i++;
            }
            if (i < inputs.tokens().length && inputs.tokens()[i] == outputs.tokens()[o]) {
                shared += outputs.counts()[o];
            }
        }
        return (double) shared / outputs.total();
    }
}
