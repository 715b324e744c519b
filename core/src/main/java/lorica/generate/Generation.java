package lorica.generate;

import java.nio.file.Path;
import lorica.coefficient.Coefficients;
import lorica.distance.DistanceRow;

/// What one generation did.
public record Generation(Path directory, DistanceRow distances, Coefficients coefficients) {}
