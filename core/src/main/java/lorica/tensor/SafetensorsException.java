package lorica.tensor;

import java.nio.file.Path;

/// A file that breaks the safetensors format, or does not hold what the caller asked for.
public final class SafetensorsException extends RuntimeException {
    public SafetensorsException(Path file, String tensor, String expected, String found) {
        super("%s: tensor '%s': expected %s, found %s".formatted(file, tensor, expected, found));
    }

    public SafetensorsException(Path file, String expected, String found) {
        super("%s: expected %s, found %s".formatted(file, expected, found));
    }
}
