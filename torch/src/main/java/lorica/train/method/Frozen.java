package lorica.train.method;

/// Which factor of `ΔW = s·B·A` keeps its start; the other one is trained from zero.
public enum Frozen {
    /// The rule: A picks or mixes inputs, B is trained.
    A,
    /// The twin of the method: B picks or mixes outputs, A is trained.
    B
}
