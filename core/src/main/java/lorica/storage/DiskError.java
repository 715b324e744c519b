package lorica.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// Errors of the disk in the middle of a file, which the JDK reports without the file's name.
public final class DiskError {
    private DiskError() {}

    /// What went wrong, for behind the name of what could not be written.
    public static String reason(IOException error) {
        return switch (error) {
            case AccessDeniedException e -> "no permission to write " + e.getFile();
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> String.valueOf(error.getMessage());
        };
    }

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
