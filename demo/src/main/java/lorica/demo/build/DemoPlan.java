package lorica.demo.build;

import lorica.demo.task.Splits;

/// The numbers of the demo's building.
///
/// @param seed of every draw
/// @param corpusRows training rows of the base model, a task
/// @param corpusValidRows validation rows of the base model, a task
/// @param tokenizerRows rows a task that the tokenizer is learned from
/// @param vocabulary ids of the tokenizer
public record DemoPlan(
        long seed,
        Splits.Sizes sizes,
        int corpusRows,
        int corpusValidRows,
        int tokenizerRows,
        int vocabulary) {

    /// The plan of the embedded demo.
    public static DemoPlan defaults() {
        return new DemoPlan(1, Splits.Sizes.defaults(), 4_000, 8, 200, 1_024);
    }
}
