package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import picocli.CommandLine.Option;

/// `-o` and `--force`, of the commands that write a folder of data and a picture of them.
final class PictureFolderOptions {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where data and picture go; must not be there yet.")
    private Path output;

    @Option(names = "--force", description = "Replace what is at the output.")
    private boolean force;

    Path directory() {
        return output;
    }

    /// The folder to write into.
    WholeDirectory stage() throws IOException {
        return WholeDirectory.stage(output, force ? Existing.REPLACE : Existing.REFUSE);
    }
}
