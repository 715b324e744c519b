package lorica.train.method;

/// How one factor of an update starts, and whether it is trained.
public sealed interface Factor {
    /// Zero, trained.
    record Zero() implements Factor {}

    /// Independent draws of N(0, 0.02²).
    record Gaussian(Role role) implements Factor {}

    /// Unit vectors, frozen: row `i` of A, or column `i` of B, has its one at `places[i]`.
    record Units(int[] places) implements Factor {}

    /// Whether a factor changes.
    enum Role {
        TRAINED,
        FROZEN
    }
}
