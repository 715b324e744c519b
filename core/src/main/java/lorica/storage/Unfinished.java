package lorica.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// What this process has begun to write and not yet finished.
///
/// Kept so that an interrupted process can leave nothing half written: the command line calls
/// [#abandon] when it is told to stop. Finishing and abandoning exclude each other: a rename that
/// has begun is completed first, and none begins afterwards.
public final class Unfinished {
    private static final Set<Path> PATHS = new LinkedHashSet<>();
    private static boolean abandoned;

    private Unfinished() {}

    /// A last step that makes something visible.
    interface Step {
        void run() throws IOException;
    }

    static synchronized void begin(Path path) throws IOException {
        refuseIfAbandoned(path);
        PATHS.add(path);
    }

    /// Runs the last step, unless everything has been abandoned, and forgets the path.
    static synchronized void finish(Path path, Step step) throws IOException {
        refuseIfAbandoned(path);
        step.run();
        PATHS.remove(path);
    }

    static synchronized void forget(Path path) {
        PATHS.remove(path);
    }

    private static void refuseIfAbandoned(Path path) throws IOException {
        if (abandoned) {
            throw new IOException(path + ": interrupted; nothing was written");
        }
    }

    /// Deletes everything unfinished; from now on nothing can be begun or finished. Called once,
    /// by a process that ends.
    public static synchronized void abandon() {
        abandoned = true;
        for (Path path : PATHS) {
            deleteWhileOthersWrite(path);
        }
        PATHS.clear();
    }

    /// A thread that still writes may add a file between the listing of a folder and its deletion.
    private static void deleteWhileOthersWrite(Path path) {
        for (int attempt = 0; attempt < 5; attempt++) {
            try {
                WholeDirectory.delete(path);
                return;
            } catch (IOException e) {
                Thread.onSpinWait(); // the next attempt sees the new file
            }
        }
    }
}
