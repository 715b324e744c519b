package lorica.train;

import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.NativeTensor.RootDivisor;
import lorica.torch.Precision;

/// The optimizer of [Optimisation] on one parameter vector.
final class Adam implements AutoCloseable {
    private final Optimisation options;
    private final ParameterVector parameters;
    private final NativeTensor first;
    private final NativeTensor second;

    Adam(Optimisation options, ParameterVector parameters) {
        this.options = options;
        this.parameters = parameters;
        first = NativeTensor.filled(0, Precision.F32, parameters.size());
        second = NativeTensor.filled(0, Precision.F32, parameters.size());
    }

    NativeTensor first() {
        return first;
    }

    NativeTensor second() {
        return second;
    }

    /// Updates the parameters from their gradients, and clears the gradients.
    ///
    /// @param step 0-based
    void step(int step, int steps) {
        double rate = options.learningRate() * options.schedule().factor(step, steps);
        NativeTensor gradient = parameters.gradients();
        NativeTensor values = parameters.values();
        try (NativeScope _ = NativeScope.withoutGradients()) {
            clip(gradient);
            first.scaleInPlace(options.beta1());
            first.addInPlace(1 - options.beta1(), gradient);
            second.scaleInPlace(options.beta2());
            second.addProductInPlace(1 - options.beta2(), gradient, gradient);
            if (options.weightDecay() > 0) {
                values.scaleInPlace(1 - rate * options.weightDecay());
            }
            values.addRootQuotientInPlace(
                    -rate / (1 - Math.pow(options.beta1(), step + 1.0)),
                    first,
                    second,
                    new RootDivisor(1 - Math.pow(options.beta2(), step + 1.0), options.epsilon()));
            gradient.fillInPlace(0);
        }
    }

    private void clip(NativeTensor gradient) {
        if (options.clip().isEmpty()) {
            return;
        }
        double norm = gradient.norm();
        double limit = options.clip().getAsDouble();
        if (norm > limit) {
            gradient.scaleInPlace(limit / norm);
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
