package lorica.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The rows of one dataset file, in the file's order, streamed.
///
/// A seam: Parquet comes through a native library that this room does not know, so whoever wires
/// the program hands over its [Opener].
public interface RowSource extends AutoCloseable {
    /// Opens a file of the format that the opener is for.
    @FunctionalInterface
    interface Opener {
        RowSource open(Path file) throws IOException;
    }

    /// The file's format, for readers of the output: `JSONL`.
    String format();

    /// The next row, or empty at the end of the file.
    ///
    /// @throws DatasetException if what comes next is no row
    Optional<Row> next() throws IOException;

    @Override
    void close() throws IOException;
}
