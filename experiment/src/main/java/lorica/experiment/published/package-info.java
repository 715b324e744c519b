/// The choices of the code released with Lora without GPUs where they differ from the paper's
/// equations, kept apart so that a researcher can compare and nothing else uses them.
///
/// In: token counts. Out: weights. Start at [lorica.experiment.published.PublishedWeights].
/// docs/methods/published.md lists the differences.
@NullMarked
package lorica.experiment.published;

import org.jspecify.annotations.NullMarked;
