package lorica.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A directory that appears at its place whole or not at all.
///
/// Files are written under [#staging], a hidden sibling of the target; [#commit] forces them to the
/// disk and renames it. Closed without a commit, everything staged is deleted and the target is as
/// it was.
///
/// A directory cannot be exchanged for another in one step: one that is replaced is renamed away
/// first. Killed just then, nothing stands at the target until the next [#stage] gives the old one
/// its name back.
public final class WholeDirectory implements AutoCloseable {
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path target;
    private final Path staging;
    private boolean committed;

    private WholeDirectory(Path target, Path staging) {
        this.target = target;
        this.staging = staging;
    }

    /// What to do with a target that is already there.
    public enum Existing {
        /// Refuse, before anything is written, unless it is an empty directory.
        REFUSE,
        /// Replace it at the commit.
        REPLACE
    }

    /// Opens a staging directory beside the target.
    ///
    /// @throws FileAlreadyExistsException if the target holds something and is not to be replaced
    public static WholeDirectory stage(Path target, Existing existing) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(target + ": expected a directory below the root");
        }
        if (Files.exists(parent) && !Files.isDirectory(parent)) {
            throw new NotDirectoryException(parent.toString());
        }
        sweep(absolute);
        if (existing == Existing.REFUSE && occupied(absolute)) {
            throw new FileAlreadyExistsException(
                    target.toString(), null, "expected no such directory or an empty one");
        }
        Files.createDirectories(parent);
        Path staging = Leftovers.unfinished(absolute);
        Unfinished.begin(staging);
        Files.createDirectory(staging);
        return new WholeDirectory(absolute, staging);
    }

    /// A folder that cannot be written is told of by whoever writes.
    private static void sweep(Path target) {
        try {
            Leftovers.sweepBeside(target, ABANDONED);
        } catch (IOException e) {
            return;
        }
    }

    private static boolean occupied(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return Files.exists(target);
        }
        try (var content = Files.list(target)) {
            return content.findAny().isPresent();
        }
    }

    /// Where to write.
    public Path staging() {
        return staging;
    }

    /// Makes what was staged visible at the target, in one rename where nothing stands there.
    public void commit() throws IOException {
        Files.walkFileTree(
                staging,
                new SimpleFileVisitor<Path>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            WholeFile.forceFile(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                            throws IOException {
                        WholeFile.force(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
        Path old = Leftovers.replaced(staging);
        boolean replaces = Files.exists(target);
        Unfinished.finish(staging, () -> swap(old, replaces));
        committed = true;
        WholeFile.force(target.resolveSibling("."));
        if (replaces) {
            delete(old);
            Unfinished.forget(old);
        }
    }

    /// Where the target cannot take its new name, the old content gets its own back.
    private void swap(Path old, boolean replaces) throws IOException {
        if (replaces) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException e) {
            throw new FileAlreadyExistsException(target.toString(), null, "appeared meanwhile");
        } catch (IOException e) {
            if (replaces) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        if (replaces) {
            Unfinished.begin(old); // from here on it is to be deleted, by whoever ends this process
        }
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            delete(staging);
            Unfinished.forget(staging);
        }
    }

    /// Deletes a tree; symbolic links are removed, not followed.
    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<Path>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                            throws IOException {
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
