package lorica.coefficient;

import lorica.distance.DistanceRow;

/// Turns the distances to a bank's entries into mixture weights.
public sealed interface CoefficientRule permits Normalized {
    /// The name on the command line and in files.
    String name();

    Coefficients weigh(DistanceRow row);
}
