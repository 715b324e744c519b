package lorica.experiment.alignment;

import lorica.align.PlantedUpdates;
import lorica.align.PlantedUpdates.Contamination;

/// Clients that estimate the coefficients of linear regressions.
///
/// @param planted the true coefficients, features × outputs; without noise of their own
/// @param samples of a client
/// @param sigma of what is observed
public record RegressionOptions(PlantedUpdates planted, int samples, double sigma, long seed) {
    public RegressionOptions {
        if (planted.noise() != 0 || samples < planted.rows() || !(sigma >= 0)) {
            throw new IllegalArgumentException(
                    "regression: expected coefficients without noise, at least %d samples, sigma ≥"
                                    .formatted(planted.rows())
                            + " 0, found noise %s, %d samples, sigma %s"
                                    .formatted(planted.noise(), samples, sigma));
        }
    }

    /// 24 clients, 7 contaminated, 32 features, 8 outputs; a common part twice as large as what is
    /// the clients' own, of rank 3; estimates off by as much as that.
    public static RegressionOptions defaults() {
        return new RegressionOptions(
                new PlantedUpdates(32, 8, 24, 3, 7, Contamination.RANDOM, 2, 0), 64, 0.35, 0);
    }

    /// Others of everything random.
    public RegressionOptions withSeed(long other) {
        return new RegressionOptions(planted, samples, sigma, other);
    }
}
