package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import lorica.storage.Checksum;
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
        killAroundEveryEvent(victims().bankAdd(1));
    }

    @Test
    void bankIndexSurvivesAKillAroundEveryForceAndRename() throws Exception {
        killAroundEveryEvent(victims().bankIndex(2, 12));
    }

    @Test
    void generateSurvivesAKillAroundEveryForceAndRename() throws Exception {
        killAroundEveryEvent(victims().generate(1, 12));
    }

    @Test
    void exportMergedSurvivesAKillAroundEveryForceAndRename() throws Exception {
        killAroundEveryEvent(victims().exportMerged());
    }

    @Test
    void bankAddSurvivesKillsAtRandomMoments() throws Exception {
        killAtRandomMoments(victims().bankAdd(60), KILLS);
    }

    @Test
    void bankIndexSurvivesKillsAtRandomMoments() throws Exception {
        killAtRandomMoments(victims().bankIndex(12, 2_000), KILLS);
    }

    @Test
    void generateSurvivesKillsAtRandomMoments() throws Exception {
        killAtRandomMoments(victims().generate(12, 2_000), KILLS);
    }

    @Test
    @Tag("slow")
    void everyCommandSurvivesManyKills() throws Exception {
        killAtRandomMoments(victims().bankAdd(120), MANY_KILLS);
        killAtRandomMoments(victims().bankIndex(24, 2_000), MANY_KILLS);
        killAtRandomMoments(victims().generate(24, 2_000), MANY_KILLS);
    }

    private Victims victims() {
        return new Victims(folder);
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
}
