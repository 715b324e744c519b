/// Inner products of the adapters of a bank, and what they decide without any model: the mixture
/// that comes nearest to an adapter.
///
/// In: adapters, or a bank. Out: [lorica.gram.BankGram] (one number a pair), and weights. Start at
/// [lorica.gram.GramIndex], which computes what is missing and keeps it with the bank. Forms no
/// matrix `[out, in]`; sees no dataset. Source: docs/methods/gram.md.
@NullMarked
package lorica.gram;

import org.jspecify.annotations.NullMarked;
