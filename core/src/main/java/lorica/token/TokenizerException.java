package lorica.token;

import java.nio.file.Path;

/// A file that is no usable tokenizer.
public final class TokenizerException extends RuntimeException {
    public TokenizerException(Path file, String expected, String found) {
        super("%s: expected %s, found %s".formatted(file, expected, found));
    }
}
