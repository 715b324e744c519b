/// How well each adapter of a bank serves each of its datasets, by a base model's forward passes.
///
/// In: a bank and its base model's directory. Out: losses kept with the bank
/// ([lorica.choice.TransferIndex]), which the rule [lorica.coefficient.Transfer] weighs by where no
/// model is at hand. Start at [lorica.experiment.transfer.TransferLosses]. Source:
/// docs/methods/transfer.md.
@NullMarked
package lorica.experiment.transfer;

import org.jspecify.annotations.NullMarked;
