package lorica.coefficient;

import lorica.distance.DistanceRow;

/// Turns the distances to a bank's entries into mixture weights: nearer entries never weigh less.
public sealed interface CoefficientRule permits Attentional, Normalized {
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

    /// The rule of a [#name].
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
