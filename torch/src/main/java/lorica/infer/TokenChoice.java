package lorica.infer;

/// How the next token is chosen from its logits.
public sealed interface TokenChoice {
    /// The largest logit; of several the lowest id.
    record Greedy() implements TokenChoice {}

    /// A draw from softmax(logits / temperature), in F64. The draws of prompt `i` depend on `seed`
    /// and `i` alone, not on the batch it is in.
    record Sampled(double temperature, long seed) implements TokenChoice {
        public Sampled {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException(
                        "temperature: expected a number above 0 (greedy has none), found "
                                + temperature);
            }
        }
    }
}
