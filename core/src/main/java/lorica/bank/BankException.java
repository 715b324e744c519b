package lorica.bank;

import java.nio.file.Path;

/// A bank that is damaged, or that refuses what it was given.
public sealed class BankException extends RuntimeException permits OtherBaseException {
    public BankException(Path file, String what, String expected, String found) {
        super("%s: %s: expected %s, found %s".formatted(file, what, expected, found));
    }
}
