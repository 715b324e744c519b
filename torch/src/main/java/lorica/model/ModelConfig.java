package lorica.model;

import java.util.List;
import java.util.OptionalInt;

/// The shape and constants of a Llama or Mistral model.
///
/// Letters: h `hidden`, f `intermediate`, H `heads`, K `keyValueHeads`, d `headDimension`,
/// V `vocabulary`.
///
/// @param context the longest sequence, in tokens
/// @param slidingWindow how many tokens a query sees, itself included; empty for all
/// @param tiedHead the output matrix is the embedding
/// @param ends ids that end a text (`eos_token_id`)
/// @param initialDeviation standard deviation of a random start
public record ModelConfig(
        Architecture architecture,
        Sizes sizes,
        int context,
        double normEpsilon,
        double ropeTheta,
        RopeScaling ropeScaling,
        OptionalInt slidingWindow,
        boolean tiedHead,
        OptionalInt beginning,
        List<Integer> ends,
        double initialDeviation) {

    /// Names in the `architectures` field. Their mathematics is the same but for the window.
    public enum Architecture {
        LLAMA("LlamaForCausalLM", "llama"),
        MISTRAL("MistralForCausalLM", "mistral");

        private final String className;
        private final String modelType;

        Architecture(String className, String modelType) {
            this.className = className;
            this.modelType = modelType;
        }

        public String className() {
            return className;
        }

        public String modelType() {
            return modelType;
        }
    }

    /// The extents of the weights.
    public record Sizes(
            int hidden,
            int intermediate,
            int layers,
            int heads,
            int keyValueHeads,
            int headDimension,
            int vocabulary) {
        public Sizes {
            requirePositive("hidden_size", hidden);
            requirePositive("intermediate_size", intermediate);
            requirePositive("num_hidden_layers", layers);
            requirePositive("num_attention_heads", heads);
            requirePositive("num_key_value_heads", keyValueHeads);
            requirePositive("head_dim", headDimension);
            requirePositive("vocab_size", vocabulary);
            if (heads % keyValueHeads != 0) {
                throw new IllegalArgumentException(
                        "num_key_value_heads: expected a divisor of num_attention_heads %d, found %d"
                                .formatted(heads, keyValueHeads));
            }
            if (headDimension % 2 != 0) {
                throw new IllegalArgumentException(
                        "head_dim: expected an even number, found " + headDimension);
            }
        }
    }

    public ModelConfig {
        requirePositive("max_position_embeddings", context);
        if (!(normEpsilon > 0)) {
            throw new IllegalArgumentException(
                    "rms_norm_eps: expected more than 0, found " + normEpsilon);
        }
        if (!(ropeTheta > 0)) {
            throw new IllegalArgumentException(
                    "rope_theta: expected more than 0, found " + ropeTheta);
        }
        if (slidingWindow.isPresent()) {
            requirePositive("sliding_window", slidingWindow.getAsInt());
        }
        ends = List.copyOf(ends);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
        }
    }
}
