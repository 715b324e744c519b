package lorica.coefficient;

import lorica.distance.DistanceRow;

/// A rule that sees one distance. A closed form never gives a nearer entry less; a learned one may.
public sealed interface DistanceRule extends CoefficientRule
        permits Attentional, Normalized, Neural, Transfer {
    /// One weight an entry of the row.
    ///
    /// @throws IllegalArgumentException if the row has no entry
    Coefficients weigh(DistanceRow row);

    @Override
    DistanceRule at(double temperature);
}
