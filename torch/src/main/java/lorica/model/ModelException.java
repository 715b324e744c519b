package lorica.model;

import java.nio.file.Path;

/// A directory that is no model, or one whose mathematics Lorica does not know.
public final class ModelException extends RuntimeException {
    /// @param expected what would be right, and the way out where there is one
    public ModelException(Path file, String what, String expected, String found) {
        super("%s: %s: expected %s, found %s".formatted(file, what, expected, found));
    }
}
