package lorica.cli;

import lorica.train.BankBuilder;
import lorica.train.TrainingListener;
import lorica.train.TrainingResult;

/// A growing bank: a passing line a training on stderr, a line an adapter on stdout.
///
/// @param lines whether stdout is for lines; not under `--json`
record BankBuildProgress(Screen screen, boolean lines) implements BankBuilder.Listener {
    @Override
    public TrainingListener begins(String id, int number, int total) {
        return progress ->
                screen.progress(
                        "%d/%d %s  %s".formatted(number, total, id, TrainProgress.line(progress)));
    }

    @Override
    public void added(String id, TrainingResult result) {
        screen.progressEnds();
        if (!lines) {
            return;
        }
        screen.out()
                .printf(
                        "%-32s %d steps%s%n",
                        id,
                        result.steps(),
                        result.bestValidationLoss().isPresent()
                                ? ", validation loss %.4f"
                                        .formatted(result.bestValidationLoss().getAsDouble())
                                : "");
    }
}
