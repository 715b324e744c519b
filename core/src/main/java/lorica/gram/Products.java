package lorica.gram;

import java.util.Optional;

/// The inner products of two adapters.
///
/// @param updates `⟨ΔWᵢ, ΔWⱼ⟩` of each module of the first adapter, in the order of their names; 0
///     where the second lacks the module; treat as read-only
/// @param factors of the factors themselves; empty where the two differ in modules or ranks, so
///     that their flat vectors cannot be compared
record Products(double[] updates, Optional<Factors> factors) {
    /// `⟨Aᵢ, Aⱼ⟩` and `⟨Bᵢ, Bⱼ⟩`, summed over the modules.
    record Factors(double a, double b) {
        /// `⟨θᵢ, θⱼ⟩` of the flat vectors.
        double flat() {
            return a + b;
        }
    }

    /// `⟨ΔWᵢ, ΔWⱼ⟩` of all modules.
    double update() {
        double sum = 0;
        for (double module : updates) {
            sum += module;
        }
        return sum;
    }
}
