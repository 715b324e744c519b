package lorica.cli;

import java.util.Optional;
import lorica.experiment.refine.RefinementTraining;
import picocli.CommandLine.Option;

/// How a generated adapter is trained on, where the tuned defaults are not wanted.
final class RefinementArguments {
    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "The peak, of A (default: docs/methods/refinement.md).")
    private Optional<Double> learningRate = Optional.empty();

    @Option(
            names = "--rate-of-b",
            paramLabel = "X",
            description = "The learning rate of B over that of A.")
    private Optional<Double> rateOfB = Optional.empty();

    @Option(names = "--warm-up", paramLabel = "N", description = "Steps in which the rate rises.")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "Rows a step.")
    private Optional<Integer> batch = Optional.empty();

    RefinementTraining training() {
        RefinementTraining usual = RefinementTraining.defaults();
        return new RefinementTraining(
                learningRate.orElse(usual.learningRate()),
                rateOfB.orElse(usual.rateOfB()),
                warmUp.orElse(usual.warmUp()),
                batch.orElse(usual.batch()));
    }
}
