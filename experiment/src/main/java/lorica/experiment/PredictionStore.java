package lorica.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.evaluate.Prediction;
import lorica.evaluate.PredictionFile;

/// The predictions of a study: one file a job, `<dataset>/<key>.jsonl`.
///
/// A file is there whole or not at all, so a killed study goes on where it was.
record PredictionStore(Path directory) {
    /// Hexadecimal digits of the key in a file's name.
    private static final int DIGITS = 24;

    Path file(Job job) {
        return directory
                .resolve(job.task().id())
                .resolve(job.key().hex().substring(0, DIGITS) + ".jsonl");
    }

    /// The predictions of a job, if they were made.
    ///
    /// @throws lorica.evaluate.PredictionException if the file answers other rows
    Optional<List<Prediction>> find(Job job) throws IOException {
        Path file = file(job);
        return Files.exists(file)
                ? Optional.of(PredictionFile.readFor(file, job.task().test()))
                : Optional.empty();
    }

    void put(Job job, List<Prediction> predictions) throws IOException {
        Path file = file(job);
        Files.createDirectories(file.resolveSibling(""));
        PredictionFile.write(file, predictions);
    }
}
