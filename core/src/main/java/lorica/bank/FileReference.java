package lorica.bank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import lorica.storage.Checksum;

/// A file that a bank refers to, as it was when it was added.
///
/// @param path absolute, or relative to the bank's directory when the bank holds a copy
/// @param modified its modification time in milliseconds since 1970
public record FileReference(Path path, long bytes, long modified, Checksum checksum) {
    /// Describes a file that is there.
    ///
    /// @param path how the bank writes it
    /// @param file where it is
    public static FileReference of(Path path, Path file) throws IOException {
        BasicFileAttributes before = attributes(file);
        Checksum checksum = Checksum.ofFile(file);
        BasicFileAttributes after = attributes(file);
        if (before.size() != after.size()
                || !before.lastModifiedTime().equals(after.lastModifiedTime())) {
            throw new BankException(
                    file, "content", "a file that stays as it is", "one that is being written");
        }
        return new FileReference(path, after.size(), after.lastModifiedTime().toMillis(), checksum);
    }

    /// A file that is not looked at, because it need not be there: its content is what counts.
    public static FileReference stated(Path path, long bytes, Checksum checksum) {
        return new FileReference(path, bytes, 0, checksum);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }

    /// How a file compares with what was recorded.
    public enum State {
        /// Size and modification time are those recorded; the content was not read.
        UNTOUCHED,
        /// Touched since, the content is the same.
        SAME_CONTENT,
        CHANGED,
        MISSING
    }

    /// Looks at the file; reads it only where its modification time differs.
    State state(Path file) throws IOException {
        State quick = quickState(file);
        try {
            return quick == State.CHANGED && Files.size(file) == bytes ? fullState(file) : quick;
        } catch (NoSuchFileException e) {
            return State.MISSING; // deleted since the first look
        }
    }

    /// Size and modification time alone: a file touched since counts as changed.
    State quickState(Path file) throws IOException {
        BasicFileAttributes now;
        try {
            now = attributes(file);
        } catch (NoSuchFileException e) {
            return State.MISSING;
        }
        return now.size() == bytes && now.lastModifiedTime().toMillis() == modified
                ? State.UNTOUCHED
                : State.CHANGED;
    }

    /// The content, whatever the modification time says.
    State fullState(Path file) throws IOException {
        try {
            return Checksum.ofFile(file).equals(checksum) ? State.SAME_CONTENT : State.CHANGED;
        } catch (NoSuchFileException e) {
            return State.MISSING;
        }
    }
}
