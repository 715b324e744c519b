package lorica.testing;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What happens to the disk below one folder, in a process that was started with
/// [#jvmOptions]: every force and every rename is an event with a number.
///
/// The process stops before the event it was told to, for good, so that whoever started it can
/// kill it exactly there. The disk can be made full or read-only at any moment.
public final class DiskWatch {
    private static final String ROOT = "lorica.testing.root";
    private static final String PAUSE = "lorica.testing.pause";
    private static final String EVENT = "disk event ";

    private static final AtomicLong EVENTS = new AtomicLong();
    private static final AtomicLong ROOM = new AtomicLong(Long.MAX_VALUE);
    private static volatile boolean readOnly;

    private DiskWatch() {}

    /// What a Java process needs to be watched below `root`.
    ///
    /// @param pause the number of the event before which it stops
    public static String[] jvmOptions(Path root, Optional<Long> pause) {
        return new String[] {
            "-Djava.nio.file.spi.DefaultFileSystemProvider="
                    + WatchedFileSystemProvider.class.getName(),
            "-D" + ROOT + "=" + root,
            "-D" + PAUSE + "=" + pause.orElse(-1L)
        };
    }

    /// The line that tells of an event, without its number, or empty where it is another line.
    public static Optional<String> event(String line) {
        return line.startsWith(EVENT)
                ? Optional.of(line.substring(line.indexOf(' ', EVENT.length()) + 1))
                : Optional.empty();
    }

    /// From now on this many bytes can be written, then the disk is full.
    public static void room(long bytes) {
        ROOM.set(bytes);
    }

    /// How much room is left.
    public static long room() {
        return ROOM.get();
    }

    public static void readOnly(boolean value) {
        readOnly = value;
    }

    /// An action on the disk that may fail.
    interface Action {
        void run() throws IOException;
    }

    static boolean watches(Path path) {
        String root = System.getProperty(ROOT);
        return root != null && path.toAbsolutePath().toString().startsWith(root);
    }

    static void around(String what, Path path, Action action) throws IOException {
        if (!watches(path)) {
            action.run();
            return;
        }
        at("before " + what + " " + path);
        action.run();
        at("after " + what + " " + path);
    }

    private static void at(String what) {
        long number;
        synchronized (EVENTS) {
            number = EVENTS.getAndIncrement();
            System.err.println(EVENT + number + " " + what);
        }
        if (number == Long.getLong(PAUSE, -1)) {
            while (true) {
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    // only a kill ends this
                }
            }
        }
    }

    /// Refuses what needs a disk that can be written.
    static void requireWritable(@Nullable Path path) throws IOException {
        if (readOnly && path != null && watches(path)) {
            throw new FileSystemException(path.toString(), null, "Read-only file system");
        }
    }

    /// Takes room for up to `bytes`.
    ///
    /// @return how many bytes fit, at least one
    static long take(Path path, long bytes) throws IOException {
        if (!watches(path)) {
            return bytes;
        }
        long before = ROOM.getAndUpdate(room -> Math.max(0, room - bytes));
        if (before == 0 && bytes > 0) {
            throw new IOException("No space left on device");
        }
        return Math.min(before, bytes);
    }
}
