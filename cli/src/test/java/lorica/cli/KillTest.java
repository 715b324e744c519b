package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import lorica.storage.Checksum;
import lorica.storage.WholeDirectory;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL, whenever: around every force and every rename of a command, and at moments spread over
/// its whole length.
class KillTest {
    private static final int KILLS = 15;
    private static final int MANY_KILLS = 100;

    @TempDir private Path folder;

    @Test
    void bankAddSurvivesAKillAroundEveryForceAndRename() throws Exception {
        killAroundEveryEvent(bankAdd(1));
    }

    @Test
    void bankIndexSurvivesAKillAroundEveryForceAndRename() throws Exception {
        killAroundEveryEvent(bankIndex(2, 12));
    }

    @Test
    void generateSurvivesAKillAroundEveryForceAndRename() throws Exception {
        killAroundEveryEvent(generate(1, 12));
    }

    @Test
    void bankAddSurvivesKillsAtRandomMoments() throws Exception {
        killAtRandomMoments(bankAdd(60), KILLS);
    }

    @Test
    void bankIndexSurvivesKillsAtRandomMoments() throws Exception {
        killAtRandomMoments(bankIndex(12, 2_000), KILLS);
    }

    @Test
    void generateSurvivesKillsAtRandomMoments() throws Exception {
        killAtRandomMoments(generate(12, 2_000), KILLS);
    }

    @Test
    @Tag("slow")
    void everyCommandSurvivesManyKills() throws Exception {
        killAtRandomMoments(bankAdd(120), MANY_KILLS);
        killAtRandomMoments(bankIndex(24, 2_000), MANY_KILLS);
        killAtRandomMoments(generate(24, 2_000), MANY_KILLS);
    }

    private static void killAroundEveryEvent(Victim victim) throws Exception {
        SortedMap<String, Checksum> undisturbed = victim.undisturbed();
        List<String> events = victim.events();
        assertThat(events).anyMatch(event -> event.startsWith("before move"));
        assertThat(events)
                .filteredOn(event -> event.startsWith("before"))
                .hasSize(events.size() / 2);
        assertThat(victim.visible()).isEqualTo(undisturbed);
        for (int event = 0; event < events.size(); event++) {
            victim.killAt(event);
            victim.assertSafe("kill %d, %s".formatted(event, events.get(event)), undisturbed);
        }
        System.err.printf("%s: %d kills around events%n", victim.arguments(), events.size());
    }

    /// One kill in each of `kills` equal parts of the command's length; one that came too late is
    /// made good.
    private static void killAtRandomMoments(Victim victim, int kills) throws Exception {
        SortedMap<String, Checksum> undisturbed = victim.undisturbed();
        Duration length = victim.length();
        SplittableRandom random = new SplittableRandom(kills);
        int landed = 0;
        for (int attempt = 0; landed < kills && attempt < 4 * kills; attempt++) {
            double moment = (attempt % kills + random.nextDouble()) / kills;
            Duration delay = Duration.ofNanos((long) (moment * length.toNanos()));
            boolean midRun = victim.killAfter(delay);
            landed += midRun ? 1 : 0;
            victim.assertSafe("killed after " + delay, undisturbed);
        }
        System.err.printf("%s: %d kills in %s%n", victim.arguments(), landed, length);
        assertThat(landed).as("kills that landed mid-run of %s", victim).isEqualTo(kills);
    }

    /// Adds `entries` entries, copied, to a bank that has one.
    private Victim bankAdd(int entries) throws IOException {
        ToyFiles files = world(entries + 1, 12);
        Path first = folder.resolve("first");
        move(files, first, 1);
        Path before = bank(files, first);
        return victim(
                before,
                "bank/writer.lock",
                "bank",
                "add",
                work("bank"),
                "--copy",
                "--adapters",
                files.adapters().toString(),
                "--datasets",
                files.datasets().toString(),
                "--threads",
                "1");
    }

    private Victim bankIndex(int entries, int rows) throws IOException {
        ToyFiles files = world(entries, rows);
        return victim(
                bank(files, files.root()),
                "bank/blobs",
                "bank",
                "index",
                work("bank"),
                "--threads",
                "1");
    }

    /// Generates from a bank that is not indexed yet.
    private Victim generate(int entries, int rows) throws IOException {
        ToyFiles files = world(entries, rows);
        return victim(
                bank(files, files.root()),
                "bank/blobs",
                "generate",
                files.newDataset().toString(),
                "--bank",
                work("bank"),
                "-o",
                work("out"),
                "--threads",
                "1");
    }

    private Victim victim(Path before, String sign, String... arguments) {
        Path work = folder.resolve("work");
        return new Victim(before, work, work.resolve(sign), List.of(arguments));
    }

    private String work(String name) {
        return folder.resolve("work").resolve(name).toString();
    }

    /// Toy files with this many entries of this many rows each.
    private ToyFiles world(int entries, int rows) throws IOException {
        Path root = folder.resolve("toy-%d-%d".formatted(entries, rows));
        ToyFiles files = ToyFiles.write(root);
        WholeDirectory.delete(files.adapters());
        WholeDirectory.delete(files.datasets());
        for (int i = 0; i < entries; i++) {
            String id = "add-%03d".formatted(i);
            ToyFiles.adapter(files.adapters().resolve(id), ToyFiles.BASE, i);
            Path dataset = Files.createDirectories(files.datasets().resolve(id));
            List<String> all = new ArrayList<>();
            for (int part = 0; part < rows / 12; part++) {
                all.addAll(ToyFiles.rows(id, 1_000L * i + part));
            }
            Files.write(dataset.resolve("train.jsonl"), all);
        }
        return files;
    }

    /// Moves the first entries elsewhere.
    private static void move(ToyFiles files, Path to, int entries) throws IOException {
        for (String kind : List.of("adapters", "datasets")) {
            Files.createDirectories(to.resolve(kind));
            for (int i = 0; i < entries; i++) {
                String id = "add-%03d".formatted(i);
                Files.move(files.root().resolve(kind).resolve(id), to.resolve(kind).resolve(id));
            }
        }
    }

    /// A bank of the entries below `root`, at `bank` below the folder returned.
    private Path bank(ToyFiles files, Path root) throws IOException {
        Path before = folder.resolve("before-" + root.getFileName());
        Files.createDirectories(before);
        Path bank = before.resolve("bank");
        Run.ok(
                "bank",
                "create",
                bank,
                "--base",
                ToyFiles.BASE,
                "--tokenizer",
                files.tokenizerFile());
        Run.ok(
                "bank",
                "add",
                bank,
                "--adapters",
                root.resolve("adapters"),
                "--datasets",
                root.resolve("datasets"));
        Files.delete(bank.resolve("writer.lock"));
        return before;
    }
}
