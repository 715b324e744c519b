package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeSet;
import lorica.storage.Checksum;
import lorica.testing.DiskWatch;

/// The process of [FullDiskTest]: runs every command on disks with room for a part of what it
/// writes, and on one that cannot be written.
final class FullDiskProbe {
    static final String DONE = "lost nothing";

    private static final int SIZES = 12;

    private FullDiskProbe() {}

    /// @param arguments the folder to work in
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        probe(victims(folder, "add").bankAdd(3));
        probe(victims(folder, "index").bankIndex(3, 12));
        Victim generate = victims(folder, "generate").generate(3, 12);
        probe(generate);
        readOnlyBank(generate, folder);
        System.out.println(DONE);
    }

    private static Victims victims(Path folder, String name) throws IOException {
        return new Victims(Files.createDirectories(folder.resolve(name)));
    }

    private static void probe(Victim victim) throws IOException {
        victim.reset();
        DiskWatch.room(Long.MAX_VALUE);
        Run.ok(victim.arguments().toArray());
        long written = Long.MAX_VALUE - DiskWatch.room();
        SortedMap<String, Checksum> undisturbed = victim.visible();
        TreeSet<Long> sizes = new TreeSet<>();
        sizes.add(0L);
        sizes.add(1L);
        for (int i = 1; i <= SIZES; i++) {
            sizes.add(written * i / SIZES - 1);
        }
        for (long size : sizes) {
            victim.reset();
            DiskWatch.room(size);
            Run run = Run.of(victim.arguments().toArray());
            DiskWatch.room(Long.MAX_VALUE);
            assertRefused(victim, run, size + " bytes", "No space left on device", undisturbed);
        }
        victim.reset();
        DiskWatch.readOnly(true);
        Run run = Run.of(victim.arguments().toArray());
        DiskWatch.readOnly(false);
        assertRefused(victim, run, "read-only", "Read-only file system", undisturbed);
    }

    private static void assertRefused(
            Victim victim,
            Run run,
            String disk,
            String reason,
            SortedMap<String, Checksum> undisturbed)
            throws IOException {
        String about = "%s: %s".formatted(disk, run);
        assertThat(run.exitCode()).as(about).isEqualTo(ExitCode.FAILURE);
        String last = run.err().lines().toList().getLast();
        assertThat(last).as(about).startsWith("lorica: " + victim.before().resolveSibling(""));
        assertThat(last).as(about).contains(reason);
        assertThat(victim.leftovers()).as(about).isEmpty();
        victim.assertSafe(about, undisturbed);
    }

    /// A bank that cannot be written serves all the same.
    private static void readOnlyBank(Victim generate, Path folder) throws IOException {
        generate.reset();
        Path bank = generate.work().resolve("bank");
        Path elsewhere = folder.resolveSibling("elsewhere");
        Run.ok(generate.arguments().toArray());
        Checksum expected = Checksum.ofFile(weights(generate.work().resolve("out")));
        generate.reset();
        DiskWatch.readOnly(true);
        Run.ok("bank", "list", bank);
        Run.ok("bank", "verify", bank);
        Run run = Run.ok("generate", generate.arguments().get(1), "--bank", bank, "-o", elsewhere);
        DiskWatch.readOnly(false);
        assertThat(run.err()).contains("not kept in the bank").contains("Read-only file system");
        assertThat(Checksum.ofFile(weights(elsewhere))).isEqualTo(expected);
    }

    private static Path weights(Path adapter) {
        return adapter.resolve("adapter_model.safetensors");
    }
}
