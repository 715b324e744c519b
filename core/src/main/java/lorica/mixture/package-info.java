/// Weighted mixtures of adapters: `θ̂ = Σ wⱼ θⱼ`, module by module.
///
/// In: [lorica.mixture.Source]s (an adapter and its weight). Out: [lorica.mixture.MixedFactors]
/// of each module. Start at [lorica.mixture.Mixture]. Writes no file. Source: Lora without GPUs,
/// eq. 33.
@NullMarked
package lorica.mixture;

import org.jspecify.annotations.NullMarked;
