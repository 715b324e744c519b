package lorica.dataset;

import java.nio.file.Path;

/// A dataset file that cannot be read as examples.
public final class DatasetException extends RuntimeException {
    /// A fault at one line.
    ///
    /// @param line 1-based
    public DatasetException(Path file, long line, String expected, String found) {
        super("%s:%d: expected %s, found %s".formatted(file, line, expected, found));
    }

    /// A fault of one row.
    public DatasetException(Row.Place place, String expected, String found) {
        super("%s: expected %s, found %s".formatted(place, expected, found));
    }

    public DatasetException(Path file, String expected, String found) {
        super("%s: expected %s, found %s".formatted(file, expected, found));
    }
}
