package lorica.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.ExecutionException;
import lorica.adapter.AdapterException;
import lorica.bank.OtherBaseException;
import lorica.hub.repository.HubException;
import lorica.mixture.MixtureException;

/// An exception as a user sees it: one line that says what is wrong and the way out, and an exit
/// code.
record Failure(String message, int exitCode) {
    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case UncheckedIOException e when e.getCause() != null -> of(e.getCause());
            case ExecutionException e when e.getCause() != null -> of(e.getCause());
            case OutOfMemoryError e ->
                    new Failure(
                            "out of memory: expected room for the task, found %s; set JAVA_TOOL_OPTIONS=-Xmx8g or more"
                                    .formatted(e.getMessage()),
                            ExitCode.FAILURE);
            case Exception e -> new Failure(oneLine(message(e)), exitCode(e));
            default -> internal(thrown);
        };
    }

    private static int exitCode(Exception exception) {
        return switch (exception) {
            case AdapterException e -> ExitCode.INCOMPATIBLE;
            case OtherBaseException e -> ExitCode.INCOMPATIBLE;
            case MixtureException e -> ExitCode.INCOMPATIBLE;
            case HubException e when e.kind() == HubException.Kind.OFFLINE ->
                    ExitCode.NOT_FOUND_OFFLINE;
            case HubException e when e.kind() == HubException.Kind.UNREACHABLE ->
                    ExitCode.NOT_FOUND_OFFLINE;
            default -> ExitCode.FAILURE;
        };
    }

    private static String message(Exception exception) {
        return switch (exception) {
            case FileAlreadyExistsException e ->
                    e.getReason() != null && e.getReason().startsWith("expected")
                            ? "%s: already there: %s".formatted(e.getFile(), e.getReason())
                            : e.getFile() + ": already there; choose another name";
            case NoSuchFileException e ->
                    e.getReason() == null
                            ? e.getFile()
                                    + ": not found: expected a file or folder of this name; correct the path"
                            : "%s: not found: %s".formatted(e.getFile(), e.getReason());
            case AccessDeniedException e ->
                    e.getFile() + ": expected permission to read or write it, found none";
            case NotDirectoryException e ->
                    e.getFile() + ": expected a folder, found a file; name its folder, or another";
            case FileSystemException e -> ofDisk(e, String.valueOf(e.getReason()));
            case IOException e when e.getMessage() != null -> e.getMessage();
            case IllegalArgumentException e when e.getMessage() != null -> e.getMessage();
            case RuntimeException e when ours(e) -> String.valueOf(e.getMessage());
            default -> internal(exception).message();
        };
    }

    /// Of a copy or a move, what cannot be written is where it leads.
    private static String ofDisk(FileSystemException e, String reason) {
        String wayOut = wayOut(reason);
        if (e.getOtherFile() == null) {
            return "%s: %s%s".formatted(e.getFile(), reason, wayOut);
        }
        return wayOut.isEmpty()
                ? "%s → %s: %s".formatted(e.getFile(), e.getOtherFile(), reason)
                : "%s: %s%s".formatted(e.getOtherFile(), reason, wayOut);
    }

    /// What to do about a disk that takes no more.
    private static String wayOut(String reason) {
        if (reason.startsWith("No space left") || reason.contains("quota exceeded")) {
            return ": make room and run it again; what was there before is as it was";
        }
        if (reason.startsWith("Read-only file system")) {
            return ": expected a folder that can be written; choose another";
        }
        return "";
    }

    private static boolean ours(Exception exception) {
        return exception.getClass().getPackageName().startsWith("lorica.");
    }

    private static Failure internal(Throwable thrown) {
        return new Failure(
                "internal error: %s: %s; this is a defect: run again with --debug and report it"
                        .formatted(thrown.getClass().getSimpleName(), thrown.getMessage()),
                ExitCode.FAILURE);
    }

    private static String oneLine(String message) {
        return message.strip()
                .replaceAll("\\s*\\R\\s*", "; ")
                .replaceAll("\\p{Cntrl}", "?"); // names in files must not steer the terminal
    }
}
