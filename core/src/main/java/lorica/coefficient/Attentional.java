package lorica.coefficient;

import lorica.distance.DistanceRow;

/// Softmin of the distances as they are:
///
/// ```
/// w = softmin(δ / τ),   wᵢ ∝ exp(−δᵢ/τ)
/// ```
///
/// It minimises `⟨w, δ⟩ + τ·Σ wᵢ ln wᵢ` over the simplex (Proposition 1, with τ = K/α). Source:
/// Lora without GPUs, equation 28.
///
/// @param temperature τ, in the unit of the distance: small is nearly the nearest entry alone,
///     large is nearly uniform
public record Attentional(double temperature) implements DistanceRule {
    public Attentional {
        Softmin.requireTemperature(temperature);
    }

    /// The paper's: τ = 1, in the unit of the distance.
    public static Attentional published() {
        return new Attentional(1);
    }

    @Override
    public Attentional at(double other) {
        return new Attentional(other);
    }

    @Override
    public String name() {
        return "attentional";
    }

    @Override
    public Coefficients weigh(DistanceRow row) {
        return new Coefficients(row.entries(), Softmin.of(row.values(), temperature));
    }
}
