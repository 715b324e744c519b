/// Experiments with robust alignment: planted regression, a small network, and clients that
/// fine-tune a small Transformer on copying.
///
/// In: options and a seed. Out: tables. Start at [lorica.experiment.alignment.CopyingStudy]. Holds
/// no
/// formula of its own: everything is compared through [lorica.align].
@NullMarked
package lorica.experiment.alignment;

import org.jspecify.annotations.NullMarked;
