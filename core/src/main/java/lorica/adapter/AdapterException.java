package lorica.adapter;

import java.nio.file.Path;

/// A directory that is no LoRA adapter, or one that Lorica does not take.
public final class AdapterException extends RuntimeException {
    public AdapterException(Path file, String what, String expected, String found) {
        super("%s: %s: expected %s, found %s".formatted(file, what, expected, found));
    }
}
