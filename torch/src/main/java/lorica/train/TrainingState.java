package lorica.train;

import java.util.OptionalDouble;

/// How far a training is.
///
/// @param step updates done
/// @param bestStep updates after which the best weights were reached
/// @param stale validations since the best one
record TrainingState(int step, int bestStep, OptionalDouble bestLoss, int stale) {
    static TrainingState start() {
        return new TrainingState(0, 0, OptionalDouble.empty(), 0);
    }

    TrainingState advanced() {
        return new TrainingState(step + 1, bestStep, bestLoss, stale);
    }

    TrainingState bestNow() {
        return new TrainingState(step, step, bestLoss, stale);
    }

    TrainingState validated(double loss, boolean improved) {
        return improved
                ? new TrainingState(step, step, OptionalDouble.of(loss), 0)
                : new TrainingState(step, bestStep, bestLoss, stale + 1);
    }
}
