/// Scores and statistics over saved predictions.
///
/// In: predictions files (a dataset's rows, each with the model's answer). Out: [scores][
/// lorica.evaluate.Score] of answers, means over a dataset, and statistics over datasets. Start at
/// [lorica.evaluate.PredictionFile], then [lorica.evaluate.DatasetScore]. Runs no model: a new
/// score costs no generation.
@NullMarked
package lorica.evaluate;

import org.jspecify.annotations.NullMarked;
