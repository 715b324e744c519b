package lorica.dataset;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/// Lines of a text, none longer than a limit, so that a file without line breaks does not fill
/// the memory. Lines end with `\n` or `\r\n`.
final class LineReader implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    /// A line that is longer than the limit.
    static final class TooLongException extends IOException {}

    private final Reader reader;
    private final int limit;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder pending = new StringBuilder();
    private int position;
    private int end;

    LineReader(Reader reader, int limit) {
        this.reader = reader;
        this.limit = limit;
    }

    /// The next line without its end, or empty at the end of the text.
    Optional<String> next() throws IOException {
        pending.setLength(0);
        boolean begun = false;
        while (true) {
            if (position == end) {
                position = 0;
                end = Math.max(0, reader.read(buffer, 0, BUFFER));
                if (end == 0) {
                    return begun
                            ? Optional.of(withoutReturn(pending.toString()))
                            : Optional.empty();
                }
            }
            begun = true;
            int stop = position;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            if (pending.length() + (stop - position) > limit) {
                throw new TooLongException();
            }
            if (stop < end && pending.isEmpty()) {
                String line = new String(buffer, position, stop - position);
                position = stop + 1;
                return Optional.of(withoutReturn(line));
            }
            pending.append(buffer, position, stop - position);
            position = stop;
            if (stop < end) {
                position = stop + 1;
                return Optional.of(withoutReturn(pending.toString()));
            }
        }
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
