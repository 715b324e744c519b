package lorica.experiment.alignment;

import java.util.List;
import lorica.train.method.LowRank;

/// The text-copying experiment.
///
/// @param clients at least 3
/// @param contaminated of them, the first ones
/// @param sequences that a client has to learn from
/// @param pretraining steps of the base model
/// @param steps of a client's LoRA
/// @param targets ends of the names of the modules that clients adapt, of two layers
public record CopyingOptions(
        int clients,
        int contaminated,
        int sequences,
        int pretraining,
        int steps,
        List<String> targets,
        long seed) {
    /// Every linear map of the model.
    public static final List<String> ALL = LowRank.ALL_LINEAR;

    public CopyingOptions {
        targets = List.copyOf(targets);
    }

    /// 24 clients, 7 contaminated.
    public static CopyingOptions defaults() {
        return new CopyingOptions(24, 7, 8, 600, 100, List.of("layers.1.mlp.down_proj"), 0);
    }
}
