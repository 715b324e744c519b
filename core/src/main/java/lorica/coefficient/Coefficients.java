package lorica.coefficient;

import java.util.List;

/// Mixture weights, one an entry: `w ≥ 0`, `Σ w = 1 ± 1e-9`.
///
/// @param weights treat as read-only
public record Coefficients(List<String> entries, double[] weights) {
    public Coefficients {
        entries = List.copyOf(entries);
        if (entries.size() != weights.length || weights.length == 0) {
            throw new IllegalArgumentException(
                    "coefficients: expected one weight per entry and at least one, found %d entries, %d weights"
                            .formatted(entries.size(), weights.length));
        }
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0)) {
                throw new IllegalArgumentException(
                        "coefficients: expected weight >= 0, found %s for '%s'"
                                .formatted(weights[i], entries.get(i)));
            }
            total += weights[i];
        }
        if (!(Math.abs(total - 1) <= 1e-9)) {
            throw new IllegalArgumentException("coefficients: expected sum 1, found " + total);
        }
    }
}
