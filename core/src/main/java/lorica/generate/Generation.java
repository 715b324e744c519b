package lorica.generate;

import java.nio.file.Path;
import lorica.coefficient.Coefficients;
import lorica.distance.DistanceRow;

/// What one generation did.
///
/// @param read what was read and computed of the bank's datasets
public record Generation(
        Path directory, DistanceRow distances, Coefficients coefficients, IndexReport read) {}
