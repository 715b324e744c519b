package lorica.coefficient;

/// Turns what is known of a dataset and a bank's entries into mixture weights: distances of one
/// kind ([DistanceRule]), or of several and statistics of the datasets ([Attention]).
public sealed interface CoefficientRule permits DistanceRule, Attention {
    /// The name on the command line and in files.
    String name();

    /// τ: small sharpens the weights, large evens them out.
    double temperature();

    /// The same rule at another temperature.
    ///
    /// @param temperature τ, > 0
    CoefficientRule at(double temperature);

    /// The rule with a closed form of a [#name]. A learned one is read from where it is kept.
    ///
    /// @param temperature τ, > 0
    static DistanceRule parse(String name, double temperature) {
        return parse(name).at(temperature);
    }

    /// The rule of a [#name], at its default temperature.
    static DistanceRule parse(String name) {
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
