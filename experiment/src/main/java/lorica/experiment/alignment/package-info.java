/// The text-copying experiment of robust alignment: clients fine-tune a small Transformer, some are
/// contaminated.
///
/// In: options and a seed. Out: a table. Start at [lorica.experiment.alignment.CopyingStudy]. Holds
/// no formula of its own: everything is compared through [lorica.align].
@NullMarked
package lorica.experiment.alignment;

import org.jspecify.annotations.NullMarked;
