package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.testing.DiskWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that are full or cannot be written, in a process whose disk [DiskWatch] can make so.
class FullDiskTest {
    @Test
    void aDiskThatIsFullOrReadOnlyLosesNothing(@TempDir Path folder)
            throws IOException, InterruptedException {
        Victims victims = new Victims(folder);
        Victim victim = victims.bankAdd(1);
        Process probe =
                victim.startMain(
                        FullDiskProbe.class,
                        List.of(folder.resolve("probe").toString()),
                        DiskWatch.jvmOptions(folder.resolve("probe"), Optional.empty()));
        int exitCode = probe.waitFor();
        List<String> said =
                victim.output().lines().filter(l -> DiskWatch.event(l).isEmpty()).toList();
        assertThat(exitCode).as(() -> String.join("\n", said)).isZero();
        assertThat(said).contains(FullDiskProbe.DONE);
    }
}
