package lorica.train;

import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.NativeTensor.RootDivisor;
import lorica.torch.Precision;
import lorica.train.ParameterVector.Segment;

/// The optimizer of [Optimisation] on one parameter vector.
public final class Adam implements AutoCloseable {
    private final Optimisation options;
    private final ParameterVector parameters;
    private final NativeTensor first;
    private final NativeTensor second;

    public Adam(Optimisation options, ParameterVector parameters) {
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

    /// Forgets every step: a new link of a chain begins.
    void restart() {
        first.fillInPlace(0);
        second.fillInPlace(0);
        parameters.gradients().fillInPlace(0);
    }

    /// Updates the parameters from their gradients, and clears the gradients.
    ///
    /// @param rate the learning rate of this step
    /// @param age updates since the moments were zero
    public void step(double rate, int age) {
        NativeTensor gradient = parameters.gradients();
        NativeTensor values = parameters.values();
        try (NativeScope _ = NativeScope.withoutGradients()) {
            clip(gradient);
            first.scaleInPlace(options.beta1());
            first.addInPlace(1 - options.beta1(), gradient);
            second.scaleInPlace(options.beta2());
            second.addProductInPlace(1 - options.beta2(), gradient, gradient);
            RootDivisor divisor =
                    new RootDivisor(1 - Math.pow(options.beta2(), age + 1.0), options.epsilon());
            double correction = 1 - Math.pow(options.beta1(), age + 1.0);
            for (Segment segment : parameters.segments()) {
                double own = rate * segment.rate();
                NativeTensor part = segment.of(values);
                if (options.weightDecay() > 0) {
                    part.scaleInPlace(1 - own * options.weightDecay());
                }
                part.addRootQuotientInPlace(
                        -own / correction, segment.of(first), segment.of(second), divisor);
            }
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
