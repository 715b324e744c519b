package lorica.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A file that is read whole because it ought to be small: a configuration, a list, a template.
///
/// Whoever wrote it may not have meant well: a device never ends, and a large file would fill the
/// memory before anything is known of it.
public final class SmallFile {
    /// Far more than any configuration has.
    private static final int CONFIGURATION = 1 << 24;

    private SmallFile() {}

    /// The bytes of a configuration: at most 16 MiB.
    ///
    /// @throws FileSystemException if it is no regular file, or larger
    public static byte[] read(Path file) throws IOException {
        return read(file, CONFIGURATION);
    }

    /// The bytes of a file.
    ///
    /// @param most how many there may be
    /// @throws FileSystemException if it is no regular file, or larger
    public static byte[] read(Path file, int most) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (!found.isRegularFile()) {
            throw refused(
                    file,
                    "a regular file",
                    found.isDirectory() ? "a folder" : "a pipe or device",
                    "put the file itself there");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw refused(
                        file,
                        "at most %,d bytes".formatted(most),
                        "%,d".formatted(Math.max(found.size(), most + 1L)),
                        "is it another file under this name?");
            }
            return bytes;
        }
    }

    private static FileSystemException refused(
            Path file, String expected, String found, String wayOut) {
        return new FileSystemException(
                file.toString(),
                null,
                "expected %s, found %s; %s".formatted(expected, found, wayOut));
    }
}
