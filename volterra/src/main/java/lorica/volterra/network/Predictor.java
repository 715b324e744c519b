package lorica.volterra.network;

/// What predicts the Gaussians of the test times.
public enum Predictor {
    /// The network trained at the very time.
    GDN("GDN"),
    /// The network trained one step before.
    GDN_PREVIOUS("GDN t−1"),
    /// The hypernetwork's step from the network trained one step before.
    HGN_ONE_STEP("HGN one step"),
    /// The hypernetwork from the last trained step on, its own predictions its inputs.
    HGN_RECURRENT("HGN recurrent"),
    /// The network of the last trained step, held.
    HELD("θ held"),
    /// The mean of the parameters that the hypernetwork was trained on, held.
    AVERAGED("θ averaged"),
    /// One network with time as input, trained before the test.
    STATIC("static"),
    /// The last value as mean, the last step's projected covariance.
    LAST_VALUE("last value");

    private final String label;

    Predictor(String label) {
        this.label = label;
    }

    /// As tables name it.
    public String label() {
        return label;
    }
}
