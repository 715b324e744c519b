package lorica.experiment.alignment;

/// The text-copying experiment.
///
/// @param clients at least 3
/// @param contaminated of them, the first ones
/// @param sequences that a client has to learn from
/// @param pretraining steps of the base model
/// @param steps of a client's LoRA
public record CopyingOptions(
        int clients, int contaminated, int sequences, int pretraining, int steps, long seed) {
    /// 24 clients, 7 contaminated, 48 sequences each.
    public static CopyingOptions defaults() {
        return new CopyingOptions(24, 7, 48, 1500, 150, 0);
    }
}
