/// Choosing how to generate, once for a bank and without a model: by how near leave-one-out
/// mixtures come to the adapters that were left out, or by the losses that a builder with the model
/// left with the bank.
///
/// In: a bank's Gram matrix or losses, and the distances of its datasets. Out:
/// [lorica.choice.AutomaticChoice], [lorica.choice.TransferChoice]. Start there;
/// [lorica.choice.RuleIndex] keeps rules that others learned. Runs no model; sees no new dataset.
/// Source: docs/methods/automatic.md.
@NullMarked
package lorica.choice;

import org.jspecify.annotations.NullMarked;
