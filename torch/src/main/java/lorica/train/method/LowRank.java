package lorica.train.method;

import java.util.List;
import lorica.adapter.LoraConfig.Scaling;

/// What the updates of every method share: `ΔW = s·B·A`, `A [r, in]`, `B [out, r]`.
///
/// @param rank r: the rank of A and B, or the number of columns that are trained
/// @param alpha s = α/r, or α/√r where rank-stabilised
/// @param dropout probability on the input of the update, while training
/// @param targets ends of module names, such as `q_proj`
/// @param initialisation seed of what is random in the update; adapters that share it share A at
///     the start
public record LowRank(
        int rank,
        double alpha,
        Scaling scaling,
        double dropout,
        List<String> targets,
        long initialisation) {
    /// The standard deviation of a random factor at the start.
    public static final double DEVIATION = 0.02;

    /// Every linear map of a layer.
    public static final List<String> ALL_LINEAR =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    public LowRank {
        if (rank < 1) {
            throw new IllegalArgumentException("r: expected at least 1, found " + rank);
        }
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("alpha: expected more than 0, found " + alpha);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "dropout: expected at least 0 and less than 1, found " + dropout);
        }
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("target modules: expected at least one, found none");
        }
    }

    /// r = 16, α = 32, no dropout, queries, keys and values.
    public static LowRank defaults() {
        return new LowRank(16, 32, Scaling.LORA, 0, List.of("q_proj", "k_proj", "v_proj"), 0);
    }

    /// s, the factor before `B·A`.
    public double factor() {
        return scaling == Scaling.LORA ? alpha / rank : alpha / Math.sqrt(rank);
    }
}
