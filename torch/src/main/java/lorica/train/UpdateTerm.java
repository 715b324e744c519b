package lorica.train;

/// One addend `scaling·B·A` of a module's whole update, row-major.
///
/// @param a `[rank, in]`
/// @param b `[out, rank]`
record UpdateTerm(int rank, float[] a, float[] b, double scaling) {}
