package lorica.train;

import java.util.OptionalDouble;

/// Adam with decoupled weight decay, and how its steps are tamed. With gradient g at step t:
///
/// ```
/// m ← β₁m + (1−β₁)g      v ← β₂v + (1−β₂)g²
/// θ ← (1 − lr·decay)θ − lr·(m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
/// ```
///
/// @param learningRate the peak
/// @param clip the largest global norm of a gradient; longer ones are scaled down
public record Optimisation(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        OptionalDouble clip,
        Schedule schedule) {
    public Optimisation {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException(
                    "learning rate: expected more than 0, found " + learningRate);
        }
        requireShare("beta1", beta1);
        requireShare("beta2", beta2);
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon: expected more than 0, found " + epsilon);
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "weight decay: expected at least 0, found " + weightDecay);
        }
        if (clip.isPresent() && !(clip.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "clip: expected more than 0, found " + clip.getAsDouble());
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    name + ": expected at least 0 and less than 1, found " + value);
        }
    }

    public Optimisation withLearningRate(double next) {
        return new Optimisation(next, beta1, beta2, epsilon, weightDecay, clip, schedule);
    }

    /// Adam (0.9, 0.999, 1e-8) without decay, clipped at norm 1.
    public static Optimisation of(double learningRate, Schedule schedule) {
        return new Optimisation(learningRate, 0.9, 0.999, 1e-8, 0, OptionalDouble.of(1), schedule);
    }
}
