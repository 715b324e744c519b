/// How fast fine-tuning closes the gap to an adapter of one's own, from a generated adapter and
/// from zero.
///
/// In: a bank whose entries have test splits, and its base model. Out: predictions and costs of
/// every training, tables and a picture. Start with [lorica.experiment.refine.RefinementCurve].
/// Scores are those of `evaluate`, training is that of `train`. Source: Beyond LoRA, "pre-heating".
@NullMarked
package lorica.experiment.refine;

import org.jspecify.annotations.NullMarked;
