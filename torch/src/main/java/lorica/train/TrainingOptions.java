package lorica.train;

import java.util.OptionalInt;
import lorica.train.method.Lora;
import lorica.train.method.LowRank;
import lorica.train.method.TrainingMethod;

/// How a training goes.
///
/// @param steps updates of the weights
/// @param batching rows a step and their order
/// @param validation when the validation loss is taken, and when to stop by it
/// @param checkpointEvery steps between checkpoints that a killed training resumes from; 0 for none
/// @param seed of the order of rows, of dropout, and of weights that start random
public record TrainingOptions(
        TrainingMethod method,
        Optimisation optimisation,
        int steps,
        Batching batching,
        Validation validation,
        int checkpointEvery,
        long seed) {

    /// @param size rows in memory together
    /// @param accumulation batches a step; their mean is over all their tokens
    public record Batching(int size, int accumulation, RowOrder order) {
        public Batching {
            requirePositive("batch", size);
            requirePositive("accumulation", accumulation);
        }
    }

    /// In which order rows are seen.
    public enum RowOrder {
        /// Shuffled anew every epoch, rows of like length together.
        BUCKETED,
        /// As they stand in the file, again and again.
        AS_GIVEN
    }

    /// @param every steps between validations; the best one's weights are kept
    /// @param patience validations without improvement after which training ends
    public record Validation(int every, OptionalInt patience) {
        public Validation {
            requirePositive("validation interval", every);
            if (patience.isPresent()) {
                requirePositive("patience", patience.getAsInt());
            }
        }
    }

    public TrainingOptions {
        requirePositive("steps", steps);
        if (checkpointEvery < 0) {
            throw new IllegalArgumentException(
                    "checkpoint interval: expected at least 0, found " + checkpointEvery);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
        }
    }

    /// LoRA at 1e-3, cosine with ten steps of warm-up, 250 steps of 16 rows.
    public static TrainingOptions defaults() {
        return new TrainingOptions(
                new Lora(LowRank.defaults()),
                Optimisation.of(1e-3, new Schedule.Cosine(10)),
                250,
                new Batching(16, 1, RowOrder.BUCKETED),
                new Validation(50, OptionalInt.empty()),
                100,
                0);
    }

    public TrainingOptions withMethod(TrainingMethod next) {
        return new TrainingOptions(
                next, optimisation, steps, batching, validation, checkpointEvery, seed);
    }

    public TrainingOptions withOptimisation(Optimisation next) {
        return new TrainingOptions(
                method, next, steps, batching, validation, checkpointEvery, seed);
    }

    public TrainingOptions withSteps(int next) {
        return new TrainingOptions(
                method, optimisation, next, batching, validation, checkpointEvery, seed);
    }

    public TrainingOptions withBatching(Batching next) {
        return new TrainingOptions(
                method, optimisation, steps, next, validation, checkpointEvery, seed);
    }

    public TrainingOptions withValidation(Validation next) {
        return new TrainingOptions(
                method, optimisation, steps, batching, next, checkpointEvery, seed);
    }

    public TrainingOptions withCheckpointEvery(int next) {
        return new TrainingOptions(method, optimisation, steps, batching, validation, next, seed);
    }

    public TrainingOptions withSeed(long next) {
        return new TrainingOptions(
                method, optimisation, steps, batching, validation, checkpointEvery, next);
    }
}
