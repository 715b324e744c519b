/// Studies of a bank: what generated adapters are worth, measured leave-one-out.
///
/// In: a bank whose entries have test splits, and a model (or predictions made elsewhere). Out: a
/// folder of predictions, scores, tables and figures. Start at [lorica.experiment.Study]. Holds no
/// formula of distances, weights, mixtures or scores; resumes where it was killed. Source: Lora
/// without GPUs, section 5 and appendix D.
@NullMarked
package lorica.experiment;

import org.jspecify.annotations.NullMarked;
