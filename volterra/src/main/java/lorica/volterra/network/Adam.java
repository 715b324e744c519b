package lorica.volterra.network;

import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.NativeTensor.RootDivisor;
import lorica.torch.Precision;

/// Adam (0.9, 0.999, 10⁻⁸) on the parameters of one network, the gradient clipped to a global norm.
final class Adam implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Mlp network;
    private final double clip;
    private final NativeTensor first;
    private final NativeTensor second;
    private int age;

    Adam(Mlp network, double clip) {
        this.network = network;
        this.clip = clip;
        first = NativeTensor.filled(0, Precision.F32, network.values().size());
        second = NativeTensor.filled(0, Precision.F32, network.values().size());
    }

    /// Forgets every step.
    void restart() {
        first.fillInPlace(0);
        second.fillInPlace(0);
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
            first.scaleInPlace(BETA1);
            first.addInPlace(1 - BETA1, gradient);
            second.scaleInPlace(BETA2);
            second.addProductInPlace(1 - BETA2, gradient, gradient);
            network.values()
                    .addRootQuotientInPlace(
                            -rate / (1 - Math.pow(BETA1, age)),
                            first,
                            second,
                            new RootDivisor(1 - Math.pow(BETA2, age), EPSILON));
            gradient.fillInPlace(0);
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
