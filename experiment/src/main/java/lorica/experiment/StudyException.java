package lorica.experiment;

import java.nio.file.Path;

/// A study that cannot be made of what is there.
public final class StudyException extends RuntimeException {
    public StudyException(Path where, String what, String expected, String found) {
        super("%s: %s: expected %s, found %s".formatted(where, what, expected, found));
    }
}
