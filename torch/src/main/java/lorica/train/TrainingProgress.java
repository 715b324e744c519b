package lorica.train;

import java.time.Duration;
import java.util.OptionalDouble;

/// Where a training stands after a step.
///
/// @param step steps done
/// @param loss mean cross-entropy a target token of the step, nats
/// @param validationLoss the last one taken
/// @param tokensPerSecond tokens that went through the model, padding included, since the start
public record TrainingProgress(
        int step,
        int steps,
        double loss,
        OptionalDouble validationLoss,
        double tokensPerSecond,
        Duration left) {}
