package lorica.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;

/// This machine's files under a scheme of their own, `watched:`.
///
/// Counts the bytes that this process reads. Beside an output folder there may be a file [#GATE]
/// with the name of a mixture: the first process that would publish it says in [#CAUGHT] who it is,
/// and that task does nothing more.
public final class WatchedFileSystem extends RawLocalFileSystem {
    static final String GATE = "gate";
    static final String CAUGHT = "caught";

    private static final Map<String, AtomicLong> READ = new ConcurrentHashMap<>();

    /// Bytes of a file that this process read, however often.
    static long read(Path file) {
        AtomicLong bytes = READ.get(file.toString());
        return bytes == null ? 0 : bytes.get();
    }

    @Override
    public URI getUri() {
        return URI.create("watched:///");
    }

    @Override
    public String getScheme() {
        return "watched";
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
        String file = path.toUri().getPath();
        return new FSDataInputStream(
                new Counted(
                        super.open(path, buffer),
                        READ.computeIfAbsent(file, unread -> new AtomicLong())));
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
            throws IOException {
        Path target = Path.of(to.toUri().getPath());
        Path gate = target.resolveSibling("../../" + GATE).normalize();
        if (Files.exists(gate)
                && Files.readString(gate).equals(target.getFileName().toString())
                && isFirst(gate.resolveSibling(CAUGHT))) {
            waitForTheEnd();
        }
        return super.rename(from, to);
    }

    private static boolean isFirst(Path caught) throws IOException {
        Path said = Files.createTempFile(caught.resolveSibling(""), "caught", "");
        Files.writeString(said, String.valueOf(ProcessHandle.current().pid()));
        try {
            Files.createLink(caught, said);
            return true;
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.delete(said);
        }
    }

    private static void waitForTheEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new java.io.InterruptedIOException("task stopped"));
        }
    }

    private static final class Counted extends FSInputStream {
        private final FSDataInputStream in;
        private final AtomicLong bytes;

        Counted(FSDataInputStream in, AtomicLong bytes) {
            this.in = in;
            this.bytes = bytes;
        }

        private int counted(int read) {
            bytes.addAndGet(Math.max(0, read));
            return read;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            counted(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return counted(in.read(to, offset, length));
        }

        @Override
        public int read(long at, byte[] to, int offset, int length) throws IOException {
            return counted(in.read(at, to, offset, length));
        }

        @Override
        public void seek(long at) throws IOException {
            in.seek(at);
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public boolean seekToNewSource(long at) throws IOException {
            return in.seekToNewSource(at);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
