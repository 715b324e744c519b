package lorica.evaluate;

/// How good one answer is, in `[0, 1]`.
public sealed interface Score permits RougeL, ExactMatch, ReferenceContained {
    /// The name in files and tables; scores that differ in any choice differ in name.
    String name();

    double of(Prediction prediction);
}
