package lorica.bank;

import java.nio.file.Path;

/// An adapter of another base model than the bank's: its factors have no meaning there.
public final class OtherBaseException extends BankException {
    public OtherBaseException(Path bank, String what, String expected, String found) {
        super(bank, what, expected, found);
    }
}
