/// The geometry of positive definite matrices and of Gaussian measures.
///
/// In: symmetric matrices and means in F64. Out: distances, geodesics, tangent vectors,
/// barycentres. Start at [lorica.volterra.geometry.Gaussian]. The manifold is ℝᵈ × Sym₊(d) with the
/// product of the Euclidean and the affine-invariant metric, of non-positive curvature. Pure Java;
/// knows nothing of processes or networks. Source: the thesis, chapter 3; Bini & Iannazzo 2013.
@NullMarked
package lorica.volterra.geometry;

import org.jspecify.annotations.NullMarked;
