package lorica.experiment.refine;

import java.util.List;
import java.util.OptionalInt;
import lorica.adapter.LoraAdapter;
import lorica.adapter.TargetModules;
import lorica.train.Optimisation;
import lorica.train.Schedule;
import lorica.train.TrainingOptions;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.TrainingOptions.Validation;
import lorica.train.method.LoraPlus;
import lorica.train.method.LowRank;

/// A few steps of fine-tuning that go on from a given adapter: both of its factors are trained, at
/// its own rank and scaling, on its own modules.
///
/// @param learningRate of A, the peak; it falls linearly to zero over the steps
/// @param rateOfB the learning rate of B over that of A
/// @param warmUp steps in which the rate rises
/// @param batch rows a step
public record RefinementTraining(double learningRate, double rateOfB, int warmUp, int batch) {
    private static final String PREFIX = "base_model.model.";

    public static RefinementTraining defaults() {
        return new RefinementTraining(1e-2, 1, 0, 16);
    }

    /// From a mixture whose coefficients were learned: a rate that keeps what they are.
    public static RefinementTraining afterLearning() {
        return new RefinementTraining(3e-3, 1, 0, 16);
    }

    /// The training of this many steps.
    ///
    /// @param shape the adapter whose rank, scaling and modules are trained
    public TrainingOptions options(LoraAdapter shape, int steps, long seed) {
        LowRank lowRank =
                new LowRank(
                        shape.config().rank(),
                        shape.config().alpha(),
                        shape.config().scaling(),
                        0,
                        targets(shape),
                        seed);
        return TrainingOptions.defaults()
                .withMethod(new LoraPlus(lowRank, rateOfB))
                .withOptimisation(Optimisation.of(learningRate, new Schedule.Linear(warmUp)))
                .withSteps(steps)
                .withBatching(new Batching(batch, 1, RowOrder.BUCKETED))
                .withValidation(new Validation(steps, OptionalInt.empty()))
                .withCheckpointEvery(0)
                .withSeed(seed);
    }

    private static List<String> targets(LoraAdapter shape) {
        return switch (shape.config().targetModules()) {
            case TargetModules.Listed listed -> listed.names();
            case TargetModules.Expression _ ->
                    shape.modules().keySet().stream()
                            .map(
                                    module ->
                                            module.startsWith(PREFIX)
                                                    ? module.substring(PREFIX.length())
                                                    : module)
                            .toList();
        };
    }
}
