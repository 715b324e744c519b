package lorica.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetFolder;
import lorica.dataset.Reading;

/// The rows to learn from, and perhaps those to choose the best checkpoint by, as files.
public record TrainingFiles(Dataset train, Optional<Dataset> valid) {
    /// A folder with `train.jsonl` and perhaps `valid.jsonl` (or the same names with another
    /// ending), or one file.
    ///
    /// @throws TrainingException if a folder has no `train` file
    public static TrainingFiles of(Path given, Reading reading) {
        if (!Files.isDirectory(given)) {
            return new TrainingFiles(new Dataset(given, reading), Optional.empty());
        }
        DatasetFolder folder = new DatasetFolder(given);
        Path train =
                folder.split("train")
                        .orElseThrow(
                                () ->
                                        new TrainingException(
                                                given,
                                                "dataset",
                                                "train.jsonl, .json, .csv or .parquet in it (or name the file)",
                                                "none of them"));
        return new TrainingFiles(
                new Dataset(train, reading),
                folder.split("valid").map(file -> new Dataset(file, reading)));
    }

    /// The same with other rows to choose by.
    public TrainingFiles withValid(Dataset other) {
        return new TrainingFiles(train, Optional.of(other));
    }
}
