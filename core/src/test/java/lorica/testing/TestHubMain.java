package lorica.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A [TestHub] as a program: `TestHubMain FOLDER ADDRESS-FILE LOG`, until it is killed.
///
/// `FOLDER/models/ORG/NAME` and `FOLDER/datasets/ORG/NAME` are the repositories; a line such as
/// `license: mit` of a `README.md` states the licence. `ADDRESS-FILE` appears once the hub answers.
/// `LOG` gets a line a request: status, bytes of the body, method, target.
public final class TestHubMain {
    private TestHubMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Path log = Path.of(arguments[2]);
        try (TestHub hub = TestHub.start()) {
            for (String kind : new String[] {"models", "datasets"}) {
                serve(hub, folder.resolve(kind), kind.equals("models") ? "" : kind + "/");
            }
            hub.withListener(request -> write(log, request));
            Path written = Path.of(arguments[1] + ".new");
            Files.writeString(written, hub.address());
            Files.move(written, Path.of(arguments[1]));
            Thread.currentThread().join();
        }
    }

    private static void serve(TestHub hub, Path kind, String prefix) throws IOException {
        try (var repositories = Files.walk(kind, 2)) {
            for (Path repository : repositories.toList()) {
                Path name = kind.relativize(repository);
                if (name.getNameCount() == 2) {
                    HubFiles files = HubFiles.of(repository);
                    Optional<String> licence = licence(repository.resolve("README.md"));
                    hub.with(
                            prefix + name.toString().replace('\\', '/'),
                            licence.isPresent() ? files.withLicence(licence.get()) : files);
                }
            }
        }
    }

    private static Optional<String> licence(Path card) throws IOException {
        if (!Files.exists(card)) {
            return Optional.empty();
        }
        return Files.readAllLines(card).stream()
                .filter(line -> line.startsWith("license: "))
                .map(line -> line.substring("license: ".length()))
                .findFirst();
    }

    private static synchronized void write(Path log, TestHub.Request request) {
        try {
            Files.writeString(
                    log,
                    "%d %d %s %s%n"
                            .formatted(
                                    request.status(),
                                    request.sent(),
                                    request.method(),
                                    request.target()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
