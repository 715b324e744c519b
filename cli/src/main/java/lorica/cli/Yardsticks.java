package lorica.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/// What the machine gives at the moment, measured between the runs of a bench: other programs slow
/// both alike, so that ratios mean something where seconds do not.
final class Yardsticks {
    private static final int COPIED = 1 << 26;

    private final byte[] from = new byte[COPIED];
    private final byte[] to = new byte[COPIED];
    private double best;

    /// Copies 64 MiB of memory, more than the caches hold, on one thread.
    void measure() {
        Stopwatch watch = new Stopwatch();
        System.arraycopy(from, 0, to, 0, COPIED);
        best = Math.max(best, COPIED / watch.seconds());
    }

    /// The best rate seen; a copied byte is read once and written once.
    double copyBytesASecond() {
        return best;
    }

    /// Reads files from beginning to end, a mebibyte at a time; how many bytes they have.
    static long read(List<Path> files) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        long bytes = 0;
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file)) {
                for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer)) {
                    bytes += read;
                    buffer.clear();
                }
            }
        }
        return bytes;
    }
}
