package lorica.experiment.alignment;

import lorica.align.PlantedUpdates;
import lorica.align.PlantedUpdates.Contamination;

/// Clients that train one layer of a small network.
///
/// @param planted how a client's true first layer differs from the base's, hidden × inputs; without
///     noise of their own
/// @param outputs of the network
/// @param samples of a client
/// @param sigma of what is observed
/// @param steps of gradient descent
public record NetworkOptions(
        PlantedUpdates planted, int outputs, int samples, double sigma, int steps, long seed) {
    public NetworkOptions {
        if (planted.noise() != 0 || outputs < 1 || samples < 1 || !(sigma >= 0) || steps < 1) {
            throw new IllegalArgumentException(
                    "network: expected layers without noise, outputs, samples, steps ≥ 1, sigma ≥"
                            + " 0, found noise %s, %d, %d, %d, %s"
                                    .formatted(planted.noise(), outputs, samples, steps, sigma));
        }
    }

    /// 24 clients, 7 contaminated, 12 inputs, 16 hidden units, 6 outputs.
    public static NetworkOptions defaults() {
        return new NetworkOptions(
                new PlantedUpdates(16, 12, 24, 2, 7, Contamination.RANDOM, 3, 0),
                6,
                60,
                0.5,
                300,
                0);
    }

    /// Others of everything random.
    public NetworkOptions withSeed(long other) {
        return new NetworkOptions(planted, outputs, samples, sigma, steps, other);
    }
}
