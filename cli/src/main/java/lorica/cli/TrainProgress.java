package lorica.cli;

import java.util.OptionalDouble;
import lorica.train.TrainingListener;
import lorica.train.TrainingProgress;

/// A training on stderr: a passing line in a terminal; elsewhere a lasting line whenever a
/// validation loss was taken, so that a log shows that it goes on.
final class TrainProgress implements TrainingListener {
    private final Screen screen;
    private OptionalDouble validated = OptionalDouble.empty();

    TrainProgress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void progress(TrainingProgress progress) {
        if (screen.progress()) {
            screen.progress(line(progress));
        } else if (!progress.validationLoss().equals(validated)) {
            validated = progress.validationLoss();
            screen.err().println(line(progress));
        }
    }

    static String line(TrainingProgress progress) {
        return "step %d/%d  loss %.4f%s  %.0f tokens/s  %s left"
                .formatted(
                        progress.step(),
                        progress.steps(),
                        progress.loss(),
                        progress.validationLoss().isPresent()
                                ? "  validation %.4f"
                                        .formatted(progress.validationLoss().getAsDouble())
                                : "",
                        progress.tokensPerSecond(),
                        "%d:%02d"
                                .formatted(
                                        progress.left().toMinutes(),
                                        progress.left().toSecondsPart()));
    }
}
