package lorica.train.method;

/// PaCA and its relatives: r columns of W themselves are trained, `y = W·x` and nothing beside it.
///
/// There is no scaling (s = 1) and no dropout.
public sealed interface PartialConnections extends AdapterMethod
        permits Paca, DeterministicPaca, ChainedPaca {
    @Override
    default double factor() {
        return 1;
    }

    /// Refuses what the method has no place for.
    static void requireNoDropout(LowRank lowRank) {
        if (lowRank.dropout() > 0) {
            throw new IllegalArgumentException(
                    "dropout: expected 0 for PaCA, which has no input of its own to drop, found "
                            + lowRank.dropout());
        }
    }
}
