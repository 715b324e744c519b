/// Distances between datasets: what belongs to one dataset once, a sum a pair.
///
/// In: [lorica.distribution.TokenDistribution]s. Out: [lorica.distance.DistanceRow]s and matrices.
/// Start at [lorica.distance.Distance]. Knows nothing of adapters. Source: Lora without GPUs,
/// appendix A.3.
@NullMarked
package lorica.distance;

import org.jspecify.annotations.NullMarked;
