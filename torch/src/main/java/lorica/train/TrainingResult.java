package lorica.train;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/// What a training gave.
///
/// @param directory the adapter or the model
/// @param steps steps done, fewer than asked for where it stopped early
/// @param bestStep after how many steps the weights written were reached
/// @param truncationError what a truncated export leaves out, ‖ΔW − ΔŴ‖_F/‖ΔW‖_F over all modules
/// @param losses one a step of this process, those before a resumption left out
public record TrainingResult(
        Path directory,
        int steps,
        int bestStep,
        OptionalDouble bestValidationLoss,
        List<Double> losses,
        long trainedParameters,
        OptionalDouble truncationError) {
    public TrainingResult {
        losses = List.copyOf(losses);
    }
}
