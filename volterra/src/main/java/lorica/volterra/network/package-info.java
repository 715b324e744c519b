/// Networks that predict Gaussians, and networks that predict those networks' parameters.
///
/// In: paths of a process and the Gaussians they are projected to. Out: the path of a network's
/// parameters through time, its continuation, and losses. Start at
/// [lorica.volterra.network.GdnTraining]. Networks are F32 on libtorch, geometry is F64. Source:
/// the
/// thesis, section 3.2, equation 3.3.4 and algorithm 3.
@NullMarked
package lorica.volterra.network;

import org.jspecify.annotations.NullMarked;
