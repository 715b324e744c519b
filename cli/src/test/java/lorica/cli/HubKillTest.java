package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lorica.storage.Checksum;
import lorica.testing.HubFault;
import lorica.testing.HubFiles;
import lorica.testing.TestHub;
import lorica.testing.ToyFiles;
import lorica.testing.ToyHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls in processes of their own: killed while a file comes, and two at once.
class HubKillTest {
    private static final int ROWS = 20_000;
    private static final int KILLS = 3;

    @TempDir private Path folder;
    private TestHub hub;
    private byte[] dataset;

    @BeforeEach
    void start() throws IOException {
        ToyFiles files = ToyFiles.write(folder);
        hub = ToyHub.start(files);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ROWS / 12; i++) {
            ToyFiles.rows("add-1", i).forEach(row -> rows.append(row).append('\n'));
        }
        hub.with(
                "datasets/" + ToyHub.dataset("add-1"),
                HubFiles.empty().with("data/train.jsonl", rows.toString()));
        dataset = rows.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        hub.fault("train.jsonl", 99, new HubFault.Slow(1 << 15, Duration.ofMillis(20)));
        Files.writeString(
                folder.resolve("list.txt"),
                ToyHub.adapter("add-1") + " " + ToyHub.dataset("add-1") + "\n");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Process pull(String bank, String cache) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "hub",
                        "pull",
                        folder.resolve(bank).toString(),
                        "--list",
                        folder.resolve("list.txt").toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HF_ENDPOINT", hub.address());
        builder.environment().put("HF_HUB_CACHE", folder.resolve(cache).toString());
        List.of("HF_HOME", "HF_TOKEN", "HF_HUB_OFFLINE").forEach(builder.environment()::remove);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(bank + ".output").toFile())
                .start();
    }

    private void succeeds(Process pull, String bank) throws Exception {
        int exitCode = pull.waitFor();
        assertThat(exitCode).as(Files.readString(folder.resolve(bank + ".output"))).isZero();
    }

    /// Every file and link of a cache, with its content; not who locked what.
    private Map<String, Checksum> content(String cache) throws IOException {
        Map<String, Checksum> content = new TreeMap<>();
        Path root = folder.resolve(cache);
        try (var all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!root.relativize(file).startsWith(".locks")) {
                    content.put(root.relativize(file).toString(), Checksum.ofFile(file));
                }
            }
        }
        return content;
    }

    private long begun(String cache) throws IOException {
        Path root = folder.resolve(cache);
        if (!Files.exists(root)) {
            return 0;
        }
        try (var all = Files.walk(root)) {
            for (Path file : all.toList()) {
                if (file.toString().endsWith(".incomplete")
                        && file.toString().contains("datasets--")) {
                    return Files.size(file);
                }
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            return 0; // it was given its name meanwhile
        }
        return 0;
    }

    @Test
    void aPullThatIsKilledAgainAndAgainEndsWithTheSameBytes() throws Exception {
        succeeds(pull("undisturbed", "cache"), "undisturbed");
        long whole = hub.sent("train.jsonl");
        assertThat(whole).isEqualTo(dataset.length);
        SplittableRandom random = new SplittableRandom(7);
        for (int kill = 0; kill < KILLS; kill++) {
            long moment = (long) (dataset.length * (kill + random.nextDouble()) / KILLS);
            Process pull = pull("killed", "killed-cache");
            while (begun("killed-cache") < Math.min(moment, dataset.length * 9L / 10)) {
                assertThat(pull.isAlive()).as(folder + "/killed.output").isTrue();
                Thread.sleep(1);
            }
            pull.destroyForcibly().waitFor();
            assertThat(folder.resolve("killed")).doesNotExist();
        }
        succeeds(pull("killed", "killed-cache"), "killed");
        assertThat(content("killed-cache")).isEqualTo(content("cache"));
        assertThat(Run.ok("bank", "verify", folder.resolve("killed")).out()).contains("all well");
        assertThat(hub.sent("train.jsonl")).isLessThan(2 * whole + KILLS * (1L << 20));
    }

    @Test
    void twoPullsAtOnceShareTheCache() throws Exception {
        Process one = pull("one", "cache");
        Process two = pull("two", "cache");
        succeeds(one, "one");
        succeeds(two, "two");
        assertThat(hub.sent("train.jsonl")).isEqualTo(dataset.length);
        assertThat(content("cache").keySet()).noneMatch(name -> name.contains("incomplete"));
        assertThat(Run.ok("bank", "verify", folder.resolve("one")).out()).contains("all well");
        assertThat(Run.ok("bank", "verify", folder.resolve("two")).out()).contains("all well");
    }
}
