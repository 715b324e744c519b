package lorica.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Jazzer calls; `-Dlorica.fuzz.reader=NAME` says which reader is fuzzed.
///
/// `core/fuzz.sh` starts it.
public final class FuzzTarget {
    private static final FuzzedReader READER =
            FuzzedReader.named(System.getProperty("lorica.fuzz.reader", "safetensors"));

    private static final Path FOLDER = folder();

    private FuzzTarget() {}

    private static Path folder() {
        try {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "lorica-fuzz")
                    : Files.createTempDirectory("lorica-fuzz");
        } catch (IOException e) {
            throw new IllegalStateException("no folder to fuzz in", e);
        }
    }

    /// One file.
    public static void fuzzerTestOneInput(byte[] content) throws IOException {
        READER.take(content, FOLDER);
    }
}
