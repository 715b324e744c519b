package lorica.train;

/// In which form a training leaves its result. Full fine-tuning leaves a model whatever is chosen.
public sealed interface Export {
    /// A PEFT adapter that is the update exactly: its rank is the sum of those of a chain's links,
    /// and of the adapter it started from where that lies beneath.
    record Exact() implements Export {}

    /// A PEFT adapter of this rank, the best approximation of the update in the Frobenius norm;
    /// the error is stated.
    record Truncated(int rank) implements Export {
        public Truncated {
            if (rank < 1) {
                throw new IllegalArgumentException(
                        "rank of the export: expected at least 1, found " + rank);
            }
        }
    }

    /// A model directory with the update merged into the weights.
    record Merged() implements Export {}
}
