package lorica.volterra.process;

import lorica.volterra.geometry.SpdMatrix;

/// A process with one step of memory and a random factor:
///
/// ```
/// X_{t+1} = X_t + w·μ(X_t) + (1−w)·μ(X_{t−1}) + (ς(X_t)·σ + λ·B_t·I)·W_t
/// ```
///
/// X₋₁, X₀, W_t ~ N(0, I_d), B_t ∈ {0, 1} with probability ½ each, all independent. Source: the
/// thesis, equation 3.3.1.
///
/// @param drift μ
/// @param fluctuation ς
/// @param sigma σ
/// @param randomness λ ≥ 0
/// @param weight w in `[0, 1]`: 1 is Markov
public record VolterraProcess(
        Drift drift, Fluctuation fluctuation, SpdMatrix sigma, double randomness, double weight) {
    public VolterraProcess {
        if (!(randomness >= 0) || !Double.isFinite(randomness)) {
            throw new IllegalArgumentException(
                    "randomness: expected 0 or more, found " + randomness);
        }
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException(
                    "weight: expected a number in [0, 1], found " + weight);
        }
    }

    /// The thesis's base case: μ(x) = ½(0.01 − x), ς = 0.001, σ = I, λ = 0.1, w = 0.5.
    ///
    /// @param dimension d, 10 there
    public static VolterraProcess base(int dimension) {
        return new VolterraProcess(
                new Drift.Affine(-0.5, 0.005),
                new Fluctuation.Constant(0.001),
                SpdMatrix.scalar(dimension, 1),
                0.1,
                0.5);
    }

    /// d
    public int dimension() {
        return sigma.size();
    }

    public VolterraProcess withDrift(Drift other) {
        return new VolterraProcess(other, fluctuation, sigma, randomness, weight);
    }

    public VolterraProcess withFluctuation(Fluctuation other) {
        return new VolterraProcess(drift, other, sigma, randomness, weight);
    }

    public VolterraProcess withSigma(SpdMatrix other) {
        return new VolterraProcess(drift, fluctuation, other, randomness, weight);
    }

    public VolterraProcess withRandomness(double other) {
        return new VolterraProcess(drift, fluctuation, sigma, other, weight);
    }

    public VolterraProcess withWeight(double other) {
        return new VolterraProcess(drift, fluctuation, sigma, randomness, other);
    }

    /// w·μ(x_t) + (1−w)·μ(x_{t−1}) of one coordinate.
    double drift(double previous, double current) {
        return weight * drift.at(current) + (1 - weight) * drift.at(previous);
    }
}
