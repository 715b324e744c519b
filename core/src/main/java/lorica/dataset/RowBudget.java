package lorica.dataset;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/// Lets at most [Row#LIMIT] characters through for each row, so that one endless row does not
/// fill the memory. Counts what its reader takes, which may be a buffer ahead of the row.
final class RowBudget extends FilterReader {
    /// A row that is longer than the limit.
    static final class SpentException extends IOException {}

    private long spent;

    RowBudget(Reader in) {
        super(in);
    }

    /// A new row, or something that is not kept, begins.
    void renew() {
        spent = 0;
    }

    @Override
    public int read() throws IOException {
        int character = super.read();
        spend(character < 0 ? 0 : 1);
        return character;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        spend(Math.max(0, read));
        return read;
    }

    private void spend(int characters) throws SpentException {
        spent += characters;
        if (spent > Row.LIMIT) {
            throw new SpentException();
        }
    }
}
