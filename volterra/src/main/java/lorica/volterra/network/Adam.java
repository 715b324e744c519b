package lorica.volterra.network;

import lorica.torch.AdamMoments;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;

/// Adam (0.9, 0.999, 10⁻⁸) on the parameters of one network, the gradient clipped to a global norm.
final class Adam implements AutoCloseable {
    private final Mlp network;
    private final double clip;
    private final AdamMoments moments;
    private int age;

    Adam(Mlp network, double clip) {
        this.network = network;
        this.clip = clip;
        moments = AdamMoments.zero(AdamMoments.Decay.published(), network.values().size());
    }

    /// Forgets every step.
    void restart() {
        moments.clear();
        network.gradients().fillInPlace(0);
        age = 0;
    }

    /// Updates the parameters from their gradients, and clears the gradients.
    void step(double rate) {
        NativeTensor gradient = network.gradients();
        age++;
        try (NativeScope _ = NativeScope.withoutGradients()) {
            double norm = gradient.norm();
            if (!Double.isFinite(norm)) {
                throw new ArithmeticException(
                        "training: expected a finite gradient, found a norm of %s; choose a smaller rate"
                                .formatted(norm));
            }
            if (norm > clip) {
                gradient.scaleInPlace(clip / norm);
            }
            moments.update(gradient);
            moments.step(network.values(), rate, age);
            gradient.fillInPlace(0);
        }
    }

    @Override
    public void close() {
        moments.close();
    }
}
