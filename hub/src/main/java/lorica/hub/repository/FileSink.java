package lorica.hub.repository;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.hub.repository.HubException.Kind;

/// Writes one body behind what a file already holds, and never more than the file is to have.
///
/// Serves one answer, until [#close]: an answer that was given up may still bring bytes.
final class FileSink implements HubTransport.Sink, AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-.*");

    private final PinnedFile wanted;
    private final FileChannel channel;
    private final LongConsumer told;
    private final long from;
    private long taken;
    private boolean closed;

    /// @param told of how many bytes more, or fewer, the file holds now
    FileSink(PinnedFile wanted, FileChannel channel, LongConsumer told) throws IOException {
        this.wanted = wanted;
        this.channel = channel;
        this.told = told;
        from = channel.size();
    }

    /// Where the body is to begin.
    long from() {
        return from;
    }

    @Override
    public synchronized long taken() {
        return taken;
    }

    @Override
    public BodySubscriber<byte[]> open(int status, HttpHeaders headers) {
        if (status == 200) {
            return new Writer(0);
        }
        String range = headers.firstValue("Content-Range").orElse("none");
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) != from) {
            return BodyTaker.refusing(
                    new HubException(
                            Kind.LYING,
                            wanted.toString(),
                            "bytes from %,d on, as asked for".formatted(from),
                            "Content-Range: " + range));
        }
        return new Writer(from);
    }

    private synchronized void truncate(long size) throws IOException {
        if (!closed && channel.size() > size) {
            told.accept(size - channel.size());
            channel.truncate(size);
        }
    }

    private synchronized void write(ByteBuffer bytes, long at) throws IOException {
        if (closed) {
            return;
        }
        int more = bytes.remaining();
        if (at + more > wanted.file().bytes()) {
            throw new HubException(
                    Kind.LYING,
                    wanted.toString(),
                    "%,d bytes, as listed".formatted(wanted.file().bytes()),
                    "more of them");
        }
        for (long place = at; bytes.hasRemaining(); ) {
            place += channel.write(bytes, place);
        }
        taken += more;
        told.accept(more);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private final class Writer extends BodyTaker {
        private long at;

        Writer(long at) {
            this.at = at;
        }

        @Override
        void begin() throws IOException {
            truncate(at);
        }

        @Override
        void take(ByteBuffer bytes) throws IOException {
            int more = bytes.remaining();
            write(bytes, at);
            at += more;
        }

        @Override
        byte[] whole() {
            return new byte[0];
        }
    }
}
