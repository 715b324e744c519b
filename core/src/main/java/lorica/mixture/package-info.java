/// Weighted mixtures of adapters, module by module: the sum of their updates truncated to a rank,
/// the same kept whole, or their factors averaged separately.
///
/// In: [lorica.mixture.Source]s (an adapter and its weight). Out: a [lorica.mixture.MixturePlan]
/// from shapes alone, then [lorica.mixture.MixedModule]s: factors and the norms of what was lost.
/// Start at [lorica.mixture.Mixture]; [lorica.mixture.InitialisationGroups] says which adapters
/// have a common A. Forms no matrix `[out, in]` at model scale; writes no file. Source: Lora
/// without GPUs, eq. 33; docs/methods/delta-mixture.md.
@NullMarked
package lorica.mixture;

import org.jspecify.annotations.NullMarked;
