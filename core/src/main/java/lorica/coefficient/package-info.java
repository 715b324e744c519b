/// Distances to mixture weights. In: a [lorica.distance.DistanceRow], or
/// an [lorica.coefficient.Evidence] of several. Out:
/// [lorica.coefficient.Coefficients], a point of the simplex. Start at
/// [lorica.coefficient.CoefficientRule]. Source: Lora without GPUs, appendix C.1.4.
@NullMarked
package lorica.coefficient;

import org.jspecify.annotations.NullMarked;
