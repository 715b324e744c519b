package lorica.dataset;

import java.io.IOException;
import java.nio.file.Path;

/// A dataset file and how its rows become examples.
public record Dataset(Path file, Reading reading) {
    /// A file as it is: its shape as the first row shows, nothing left out, no Parquet.
    public static Dataset of(Path file) {
        return new Dataset(file, Reading.plain());
    }

    /// Whether [#of] the file gives the same examples: nothing but the file need be remembered.
    public boolean isPlain() throws IOException {
        return reading.shape().isEmpty()
                && reading.emptyRows() == Reading.EmptyRows.REFUSE
                && FileFormat.of(file) != FileFormat.PARQUET;
    }

    /// What the file turns out to be, from its first row.
    ///
    /// @throws DatasetException if the first row cannot be read, or there is none
    public DatasetForm form() throws IOException {
        try (ExampleReader reader = ExampleReader.open(this)) {
            return reader.form();
        }
    }

    /// The rows as the file has them, before a shape says what their columns mean.
    public RowSource rows() throws IOException {
        return switch (FileFormat.of(file)) {
            case JSON_LINES -> JsonLineRows.open(file);
            case JSON_DOCUMENT -> JsonDocumentRows.open(file);
            case CSV -> CsvRows.open(file);
            case PARQUET -> reading.parquet().open(file);
        };
    }
}
