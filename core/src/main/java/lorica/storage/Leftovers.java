package lorica.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/// What killed processes leave: hidden files and directories `.<name>.<UUID>.tmp`, which nobody
/// will finish, and `.<name>.<UUID>.tmp.old`, a directory that was about to be replaced.
///
/// Nothing tells whether another process is still at work on one, but its age: a name is swept
/// when neither it nor anything in it has been touched for a while.
public final class Leftovers {
    private static final String UNFINISHED = ".tmp";
    private static final String REPLACED = UNFINISHED + ".old";
    private static final Pattern NAME =
            Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp(\\.old)?");

    private Leftovers() {}

    /// A fresh hidden name beside the target, for what is not finished.
    static Path unfinished(Path target) {
        return target.resolveSibling(
                "." + target.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    }

    /// Where the directory goes that what is finished will replace.
    static Path replaced(Path unfinished) {
        return unfinished.resolveSibling(
                unfinished.getFileName().toString().replace(UNFINISHED, REPLACED));
    }

    /// Deletes the leftovers in a folder that have been untouched for this long.
    public static void sweep(Path folder, Duration untouched) throws IOException {
        sweep(in(folder, "."), untouched);
    }

    /// Deletes the leftovers of one target that have been untouched for this long. Where a process
    /// was killed between taking the old directory away and putting the new one in its place, the
    /// old one gets its name back.
    static void sweepBeside(Path target, Duration untouched) throws IOException {
        List<Path> leftovers = in(target.resolveSibling(""), "." + target.getFileName() + ".");
        for (Path leftover : leftovers) {
            if (leftover.toString().endsWith(REPLACED) && !Files.exists(target)) {
                giveBack(leftover, target);
            }
        }
        sweep(leftovers, untouched);
    }

    private static void giveBack(Path leftover, Path target) throws IOException {
        try {
            Files.move(leftover, target, StandardCopyOption.ATOMIC_MOVE);
            WholeFile.force(target.resolveSibling(""));
        } catch (NoSuchFileException e) {
            // another process was quicker
        }
    }

    private static List<Path> in(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (var names =
                Files.newDirectoryStream(
                        folder, path -> path.getFileName().toString().startsWith(prefix))) {
            for (Path path : names) {
                if (NAME.matcher(path.getFileName().toString()).matches()) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    private static void sweep(List<Path> leftovers, Duration untouched) throws IOException {
        Instant limit = Instant.now().minus(untouched);
        for (Path leftover : leftovers) {
            try {
                if (!lastTouched(leftover).isAfter(limit)) {
                    WholeDirectory.delete(leftover);
                }
            } catch (NoSuchFileException e) {
                // finished, or swept by another process meanwhile
            }
        }
    }

    private static Instant lastTouched(Path tree) throws IOException {
        Instant last = Instant.MIN;
        try (var all = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Instant touched = Files.getLastModifiedTime(path).toInstant();
                last = touched.isAfter(last) ? touched : last;
            }
        }
        return last;
    }
}
