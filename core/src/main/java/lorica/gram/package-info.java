/// Inner products of the adapters of a bank, and what they decide without any model: the mixture
/// that comes nearest to an adapter.
///
/// In: adapters, or a bank. Out: [lorica.gram.BankGram] (one number a pair), and weights. Start at
/// [lorica.gram.GramIndex], which computes what is missing and keeps it with the bank, in the
/// geometry of the weights or in that of moments that others measured and
/// [lorica.gram.MomentIndex] keeps. Forms no matrix `[out, in]`; sees no dataset, runs no model.
/// Source: docs/methods/gram.md, docs/methods/functional-gram.md.
@NullMarked
package lorica.gram;

import org.jspecify.annotations.NullMarked;
