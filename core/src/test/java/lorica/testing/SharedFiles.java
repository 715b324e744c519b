package lorica.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The folder of real data that stands beside a developer's checkout, where there is one.
///
/// Tests that need it are tagged `shared`; without it they are skipped and say so.
public final class SharedFiles {
    private SharedFiles() {}

    /// A file or folder below the shared folder.
    public static Path path(String relative) {
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path shared = folder.resolveSibling("shared");
            if (Files.isDirectory(shared.resolve("golden"))) {
                return shared.resolve(relative);
            }
        }
        Assumptions.abort(
                "SKIPPED: needs ../shared (real data beside the checkout), which is not here: "
                        + relative);
        throw new AssertionError("not reached");
    }
}
