package lorica.infer;

import java.nio.file.Path;

/// A prompt that a model cannot complete.
public final class InferenceException extends RuntimeException {
    public InferenceException(Path file, String what, String expected, String found) {
        super("%s: %s: expected %s, found %s".formatted(file, what, expected, found));
    }
}
