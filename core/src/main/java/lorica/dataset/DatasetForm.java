package lorica.dataset;

import java.nio.file.Path;

/// What a dataset file was taken for.
///
/// @param format of the file: `JSONL`
public record DatasetForm(Path file, String format, ColumnShape shape) {
    /// Without the file: `JSONL, shape alpaca: input=instruction+input, output=output`.
    public String text() {
        return "%s, shape %s: %s".formatted(format, shape.name(), shape.description());
    }

    @Override
    public String toString() {
        return file + ": " + text();
    }
}
