package lorica.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// Errors of the disk in the middle of a file, which the JDK reports without the file's name.
public final class DiskError {
    private DiskError() {}

    /// The same error with the name, where it lacks one.
    public static IOException naming(Path file, IOException error) {
        if (error.getClass() != IOException.class) {
            return error;
        }
        IOException named = new FileSystemException(file.toString(), null, error.getMessage());
        named.initCause(error);
        return named;
    }
}
