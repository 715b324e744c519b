package lorica.evaluate;

import java.nio.file.Path;

/// A predictions file that cannot be used.
public final class PredictionException extends RuntimeException {
    /// A fault at one line.
    ///
    /// @param line 1-based
    public PredictionException(Path file, long line, String expected, String found) {
        super("%s:%d: expected %s, found %s".formatted(file, line, expected, found));
    }

    public PredictionException(Path file, String expected, String found) {
        super("%s: expected %s, found %s".formatted(file, expected, found));
    }
}
