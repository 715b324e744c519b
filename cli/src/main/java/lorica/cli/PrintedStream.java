package lorica.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// What is printed, on its way to a stream that may fail: a `PrintWriter` would keep that to
/// itself.
final class PrintedStream extends OutputStream {
    private final OutputStream stream;
    private Optional<IOException> failure = Optional.empty();

    PrintedStream(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            stream.write(bytes, from, count);
        } catch (IOException e) {
            failure = failure.or(() -> Optional.of(e));
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }

    /// Why not all of it arrived; empty where it did, and where the reader had enough, as `head`
    /// has.
    Optional<String> lost() {
        return failure.map(IOException::getMessage)
                .filter(reason -> !reason.startsWith("Broken pipe"))
                .map(
                        "standard output: expected room for what is printed, found '%s'; make room and run it again"
                                ::formatted);
    }
}
