package lorica.train;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.storage.WholeDirectory;

/// Trains to the end, resumes what was killed, and writes the result.
///
/// With a fixed number of threads, a training killed and resumed writes the same bytes as an
/// uninterrupted one. The checkpoint beside the output is deleted when the result stands.
public final class Trainer {
    private Trainer() {}

    /// @throws TrainingException if the training cannot begin or go on
    /// @throws java.nio.file.FileAlreadyExistsException if the output is there already
    public static TrainingResult train(
            TrainingTask task, TrainingOptions options, TrainingListener listener)
            throws IOException {
        WholeDirectory.stage(task.output(), task.existing()).close(); // refuse before any work
        Checkpoint checkpoint =
                Checkpoint.beside(task.output(), Provenance.fingerprint(task, options));
        if (task.resumption() == TrainingTask.Resumption.RESTART) {
            checkpoint.delete();
        }
        try (Arena arena = Arena.ofShared();
                Training training =
                        new Training(task.model(), task.data(), options, start(task, arena))) {
            checkpoint.restore(training);
            List<Double> losses = run(training, options, checkpoint, listener);
            OptionalDouble truncationError = TrainedFiles.write(task, options, training);
            checkpoint.delete();
            return new TrainingResult(
                    task.output(),
                    training.state().step(),
                    training.state().bestStep(),
                    training.state().bestLoss(),
                    losses,
                    training.parameters().size(),
                    truncationError);
        }
    }

    private static Optional<LoraAdapter> start(TrainingTask task, Arena arena) throws IOException {
        return task.from().isPresent()
                ? Optional.of(PeftDirectory.read(task.from().get(), arena))
                : Optional.empty();
    }

    private static List<Double> run(
            Training training,
            TrainingOptions options,
            Checkpoint checkpoint,
            TrainingListener listener)
            throws IOException {
        List<Double> losses = new ArrayList<>();
        OptionalDouble validation = training.state().bestLoss();
        long start = System.nanoTime();
        int first = training.state().step();
        while (!training.finished()) {
            double loss = training.step();
            losses.add(loss);
            OptionalDouble validated = training.validate();
            validation = validated.isPresent() ? validated : validation;
            int step = training.state().step();
            if (options.checkpointEvery() > 0 && step % options.checkpointEvery() == 0) {
                checkpoint.write(training);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            listener.progress(
                    new TrainingProgress(
                            step,
                            options.steps(),
                            loss,
                            validation,
                            training.tokens() / seconds,
                            Duration.ofMillis(
                                    (long)
                                            (1000
                                                    * seconds
                                                    / (step - first)
                                                    * (options.steps() - step)))));
        }
        return losses;
    }
}
