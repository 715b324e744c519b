package lorica.align;

/// One module of an [Alignment].
///
/// @param subspace the shared one of the deviations from the centre, from the benign clients
/// @param benignMean the mean of the benign updates, columns one after another
/// @param found what was found before decisions were pooled
public record ModuleAlignment(Subspace subspace, double[] benignMean, SharedSubspace found) {}
