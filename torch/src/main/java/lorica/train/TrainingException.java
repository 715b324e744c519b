package lorica.train;

import java.nio.file.Path;

/// A training that cannot begin or go on.
public final class TrainingException extends RuntimeException {
    /// @param expected what would be right, and the way out where there is one
    public TrainingException(Path file, String what, String expected, String found) {
        super("%s: %s: expected %s, found %s".formatted(file, what, expected, found));
    }
}
