package lorica.volterra.network;

/// What predicts the Gaussian of a series' next value. None has seen a value after the present one.
public enum Forecaster {
    /// The hypernetwork from the last fitted block on, its own predictions its inputs.
    HGN_RECURRENT("HGN recurrent"),
    /// The hypernetwork's step from the network of the block before, which the test has passed.
    HGN_ONE_STEP("HGN one step"),
    /// The network of the block before, which the test has passed.
    GDN_PREVIOUS("GDN before"),
    /// The network of the last fitted block, held.
    HELD("θ held"),
    /// The mean of the parameters that the hypernetwork was trained on, held.
    AVERAGED("θ averaged"),
    /// One network with time as input.
    STATIC("static"),
    /// The Gaussian projection of an affine process.
    AFFINE("affine"),
    /// The last value as mean, the steps' mean square as covariance.
    LAST_VALUE("last value");

    private final String label;

    Forecaster(String label) {
        this.label = label;
    }

    /// As tables name it.
    public String label() {
        return label;
    }
}
