package lorica.train;

import lorica.torch.AdamMoments;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.ParameterVector.Segment;

/// The optimizer of [Optimisation] on one parameter vector.
public final class Adam implements AutoCloseable {
    private final Optimisation options;
    private final ParameterVector parameters;
    private final AdamMoments moments;

    public Adam(Optimisation options, ParameterVector parameters) {
        this.options = options;
        this.parameters = parameters;
        moments =
                AdamMoments.zero(
                        new AdamMoments.Decay(options.beta1(), options.beta2(), options.epsilon()),
                        parameters.size());
    }

    NativeTensor first() {
        return moments.first();
    }

    NativeTensor second() {
        return moments.second();
    }

    /// Forgets every step: a new link of a chain begins.
    void restart() {
        moments.clear();
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
            moments.update(gradient);
            for (Segment segment : parameters.segments()) {
                double own = rate * segment.rate();
                NativeTensor part = segment.of(values);
                if (options.weightDecay() > 0) {
                    part.scaleInPlace(1 - own * options.weightDecay());
                }
                new AdamMoments(
                                segment.of(moments.first()),
                                segment.of(moments.second()),
                                moments.decay())
                        .step(part, own, age + 1);
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
        moments.close();
    }
}
