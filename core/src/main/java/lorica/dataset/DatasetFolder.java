package lorica.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A folder of dataset files, one a split: `train.jsonl`, `valid.jsonl`, `test.jsonl`, or the
/// same names with another ending.
public record DatasetFolder(Path path) {
    /// Endings of dataset files; of several files of one name, the first that is there counts.
    public static final List<String> ENDINGS = List.of(".jsonl", ".json", ".csv", ".parquet");

    /// The file of this name with one of the endings.
    public Optional<Path> split(String name) {
        return ENDINGS.stream()
                .map(ending -> path.resolve(name + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
