package lorica.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// What the machine gives at the moment, measured between the runs of a bench: other programs slow
/// both alike, so that ratios mean something where seconds do not.
final class Yardsticks {
    private static final int COPIED = 1 << 26;

    /// Extent of the square matrices that libtorch multiplies.
    private static final int SQUARE = 1536;

    private static final int PRODUCTS = 4;

    /// What [#multiply] does, an addition and a multiplication being two.
    static final double OPERATIONS = 2.0 * PRODUCTS * SQUARE * SQUARE * SQUARE;

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

    /// Multiplies square matrices of F32 in libtorch, on the threads that it was given.
    static void multiply() {
        double seen = 0;
        try (NativeScope _ = NativeScope.withoutGradients()) {
            NativeTensor a = NativeTensor.filled(1e-3, Precision.F32, SQUARE, SQUARE);
            for (int i = 0; i < PRODUCTS; i++) {
                seen += a.product(a).toFloats()[0];
            }
        }
        if (!(seen > 0)) {
            throw new IllegalStateException("expected positive products, found " + seen);
        }
    }

    /// Asks the system to forget what it holds of files in memory, as GNU `dd` does it.
    static void evict(List<Path> files) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        "sh",
                        "-c",
                        "for f; do dd if=\"$f\" iflag=nocache count=0 status=none || exit 1; done",
                        "evict"));
        files.forEach(file -> command.add(file.toString()));
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException("--cold: expected GNU dd, found one that failed: " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while evicting files");
        }
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

    /// Writes a new file from beginning to end, a mebibyte at a time, and forces it to the disk.
    static void write(Path file, long bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long left = bytes; left > 0; ) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                left -= channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
