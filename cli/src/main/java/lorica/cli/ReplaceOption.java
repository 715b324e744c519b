package lorica.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lorica.storage.WholeDirectory.Existing;
import picocli.CommandLine.Option;

/// `--force`, of the commands that write one file where they are asked for it.
final class ReplaceOption {
    @Option(names = "--force", description = "Replace FILE.")
    private boolean force;

    Existing existing() {
        return force ? Existing.REPLACE : Existing.REFUSE;
    }

    /// Before anything is computed.
    ///
    /// @throws FileAlreadyExistsException if the file is there and may not be replaced
    void requireFree(Optional<Path> file) throws IOException {
        if (file.isPresent() && !force && Files.exists(file.get())) {
            throw new FileAlreadyExistsException(
                    file.get().toString(),
                    null,
                    "expected no such file; choose another, or --force to replace it");
        }
    }
}
