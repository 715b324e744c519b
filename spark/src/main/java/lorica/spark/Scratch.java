package lorica.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;

/// A temporary folder of a task on its machine, for its user alone, deleted when it is closed.
///
/// A process that is killed leaves its own, in `.lorica-spark.<UUID>.tmp`; the first that is opened
/// on that machine a day later deletes what nobody has touched since.
final class Scratch implements AutoCloseable {
    private final WholeDirectory held;
    private final Path folder;

    private Scratch(WholeDirectory held) throws IOException {
        this.held = held;
        this.folder = Files.createTempDirectory(held.staging(), "of-one-user");
    }

    /// A new one where this machine keeps what is temporary.
    static Scratch open() throws IOException {
        return in(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    static Scratch in(Path machine) throws IOException {
        return new Scratch(WholeDirectory.stage(machine.resolve("lorica-spark"), Existing.REPLACE));
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
