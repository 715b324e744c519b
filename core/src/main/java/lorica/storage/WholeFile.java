package lorica.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes a file so that a reader sees the old bytes or the new ones, never a part, whatever is
/// killed when: a temporary file beside it, forced to the disk, then renamed, then the folder
/// forced.
public final class WholeFile {
    private WholeFile() {}

    public static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        Path temporary =
                folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Unfinished.begin(temporary);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Unfinished.finish(
                    temporary, () -> Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE));
            force(folder);
        } finally {
            Files.deleteIfExists(temporary);
            Unfinished.forget(temporary);
        }
    }

    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(UTF_8));
    }

    /// Makes renames inside a folder durable, where the file system lets a folder be opened.
    static void force(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return; // a folder cannot be opened there; NTFS journals the rename
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
