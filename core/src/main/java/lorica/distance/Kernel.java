package lorica.distance;

/// A positive-definite kernel on token ids that depends on their distance only, `k(x, y) =
/// κ(|x−y|)`.
public sealed interface Kernel permits MultiscaleKernel, GaussianKernel {
    /// `κ(d)` of a distance in token ids.
    double of(int distance);
}
