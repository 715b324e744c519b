/// Mixtures chosen and learned with a base model at hand and a few of the user's own examples, the
/// bank frozen: candidates by forward passes, a greedy soup, then gradients through coefficients.
///
/// In: a model, examples, distances to a bank's entries. Out:
/// [lorica.experiment.fewexamples.LearnedMixture], one a stage. Start at
/// [lorica.experiment.fewexamples.FewExampleSearch]; [lorica.experiment.fewexamples.FewExamples]
/// hands it to `generate`. Never changes an adapter's directions, only how much of each is taken.
/// Source: docs/methods/few-examples.md.
@NullMarked
package lorica.experiment.fewexamples;

import org.jspecify.annotations.NullMarked;
