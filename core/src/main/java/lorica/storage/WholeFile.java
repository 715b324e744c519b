package lorica.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a file so that a reader sees the old bytes or the new ones, never a part, whatever is
/// killed when: a temporary file beside it, forced to the disk, then renamed, then the folder
/// forced.
public final class WholeFile {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private WholeFile() {}

    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, Durability.FORCED);
    }

    /// Whether a file must survive a power cut.
    public enum Durability {
        /// The bytes are on the disk when the call returns.
        FORCED,
        /// For what can be computed again: a power cut may leave the file empty or damaged, and
        /// whoever reads it checks it. Forcing costs milliseconds a file.
        UNFORCED
    }

    /// Writes a file whole, forced to the disk or not.
    public static void write(Path file, byte[] bytes, Durability durability) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        Path temporary = Leftovers.unfinished(file.toAbsolutePath());
        Unfinished.begin(temporary);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (durability == Durability.FORCED) {
                    channel.force(true);
                }
            }
            Unfinished.finish(
                    temporary, () -> Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE));
            if (durability == Durability.FORCED) {
                force(folder);
            }
        } catch (IOException e) {
            throw DiskError.naming(file, e);
        } finally {
            Files.deleteIfExists(temporary);
            Unfinished.forget(temporary);
        }
    }

    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(UTF_8));
    }

    /// Makes a file's bytes durable, whoever wrote them, even where it may only be read.
    static void forceFile(Path file) throws IOException {
        StandardOpenOption access = WINDOWS ? StandardOpenOption.WRITE : StandardOpenOption.READ;
        try (FileChannel channel = FileChannel.open(file, access)) {
            channel.force(true);
        }
    }

    /// Makes renames inside a folder durable, where the file system lets a folder be opened.
    static void force(Path folder) throws IOException {
        if (WINDOWS) {
            return; // a folder cannot be opened there; NTFS journals the rename
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
