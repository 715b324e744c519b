package lorica.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// Adam's moving averages of a gradient and of its square, and the step that they give:
///
/// ```
/// m ← β₁·m + (1 − β₁)·g
/// v ← β₂·v + (1 − β₂)·g∘g
/// x ← x − rate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
/// ```
///
/// for t updates since both were zero. F32. What the rate is, what is clipped and what decays, the
/// caller decides. Source: Kingma and Ba 2015.
///
/// @param first m
/// @param second v
public record AdamMoments(NativeTensor first, NativeTensor second, Decay decay)
        implements AutoCloseable {

    /// β₁, β₂ and ε.
    public record Decay(double first, double second, double epsilon) {
        /// As published: 0.9, 0.999, 10⁻⁸.
        public static Decay published() {
            return new Decay(0.9, 0.999, 1e-8);
        }
    }

    public static AdamMoments zero(Decay decay, long size) {
        return new AdamMoments(
                NativeTensor.filled(0, Precision.F32, size),
                NativeTensor.filled(0, Precision.F32, size),
                decay);
    }

    /// Forgets every update.
    public void clear() {
        first.fillInPlace(0);
        second.fillInPlace(0);
    }

    /// Takes a gradient in.
    public void update(NativeTensor gradient) {
        first.scaleInPlace(decay.first());
        first.addInPlace(1 - decay.first(), gradient);
        second.scaleInPlace(decay.second());
        second.tensor.addcmul_(gradient.tensor, gradient.tensor, new Scalar(1 - decay.second()));
    }

    /// Moves the parameters.
    ///
    /// @param updates t, at least 1
    public void step(NativeTensor parameters, double rate, int updates) {
        double factor = -rate / (1 - Math.pow(decay.first(), updates));
        double divisor = Math.sqrt(1 - Math.pow(decay.second(), updates));
        try (Tensor root = second.tensor.sqrt()) {
            root.div_(new Scalar(divisor)).add_(new Scalar(decay.epsilon()));
            parameters.tensor.addcdiv_(first.tensor, root, new Scalar(factor));
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
