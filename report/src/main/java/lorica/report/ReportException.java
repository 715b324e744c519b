package lorica.report;

import java.nio.file.Path;

/// A folder or file that no report can be made of.
public final class ReportException extends RuntimeException {
    public ReportException(Path file, String what, String expected, String found) {
        super("%s: %s: expected %s, found %s".formatted(file, what, expected, found));
    }
}
