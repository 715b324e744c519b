package lorica.coefficient;

import lorica.distance.DistanceRow;

/// Turns the distances to a bank's entries into mixture weights. A closed form never gives a
/// nearer entry less; a learned one may.
public sealed interface CoefficientRule permits Attentional, Normalized, Neural {
    /// The name on the command line and in files.
    String name();

    /// One weight an entry of the row.
    ///
    /// @throws IllegalArgumentException if the row has no entry
    Coefficients weigh(DistanceRow row);

    /// τ: small sharpens the weights, large evens them out.
    double temperature();

    /// The same rule at another temperature.
    ///
    /// @param temperature τ, > 0
    CoefficientRule at(double temperature);

    /// The rule with a closed form of a [#name]. A learned one is read from where it is kept.
    ///
    /// @param temperature τ, > 0
    static CoefficientRule parse(String name, double temperature) {
        return parse(name).at(temperature);
    }

    /// The rule of a [#name], at its default temperature.
    static CoefficientRule parse(String name) {
        return switch (name) {
            case "attentional" -> Attentional.published();
            case "normalized" -> Normalized.sharp();
            default ->
                    throw new IllegalArgumentException(
                            "rule: expected one of attentional, normalized, found '%s'"
                                    .formatted(name));
        };
    }
}
