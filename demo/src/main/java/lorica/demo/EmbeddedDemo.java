package lorica.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import lorica.demo.build.DemoBuild;
import lorica.demo.build.Pack;
import lorica.demo.task.DemoTask;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;

/// The demo that the program carries: base model, bank, and datasets of tasks outside the bank.
public final class EmbeddedDemo {
    /// The folders it unpacks to.
    public static final String BASE = "base";

    public static final String BANK = "bank";
    public static final String OUTSIDE = "outside";

    private EmbeddedDemo() {}

    /// The tasks outside the bank, in the order of the task list.
    public static List<String> outside() {
        return DemoBuild.embedded().stream()
                .filter(task -> task.place() == DemoTask.Place.OUTSIDE)
                .map(DemoTask::id)
                .toList();
    }

    /// Writes [#BASE], [#BANK] and [#OUTSIDE] under a folder, whole or not at all; replaces what
    /// stands there.
    public static void unpack(Path folder) throws IOException {
        try (WholeDirectory whole = WholeDirectory.stage(folder, Existing.REPLACE)) {
            int volumes = 0;
            while (unpack(volumes + 1, whole.staging())) {
                volumes++;
            }
            if (volumes == 0) {
                throw new NoSuchFileException(
                        resource(1), null, "expected it inside Lorica's jar; build again");
            }
            whole.commit();
        }
    }

    private static boolean unpack(int volume, Path folder) throws IOException {
        try (InputStream in = EmbeddedDemo.class.getResourceAsStream(resource(volume))) {
            if (in == null) {
                return false;
            }
            Pack.unpack(in, folder);
            return true;
        }
    }

    private static String resource(int volume) {
        return "/lorica/demo/demo-%d.zip".formatted(volume);
    }
}
