package lorica.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.storage.Checksum;
import lorica.storage.WholeDirectory;
import lorica.testing.DiskWatch;

/// One command that is started again and again from the same files, in a process of its own, and
/// killed.
///
/// @param before the files as the command finds them
/// @param work where it works: a bank at `bank`, what it makes beside it
/// @param sign a path that is there once the command has begun its work
record Victim(Path before, Path work, Path sign, List<String> arguments) {
    private static final int KILLED = 128 + 9;

    Victim {
        arguments = List.copyOf(arguments);
    }

    /// Puts the files back.
    void reset() throws IOException {
        WholeDirectory.delete(work);
        try (var all = Files.walk(before)) {
            for (Path from : all.toList()) {
                Path to = work.resolve(before.relativize(from));
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /// Starts the command; `jvm` comes before the main class.
    Process start(String... jvm) throws IOException {
        return startMain(Main.class, arguments, jvm);
    }

    Process startMain(Class<?> main, List<String> arguments, String... jvm) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(jvm));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolveSibling("output").toFile())
                .start();
    }

    /// Runs the command to its end, untouched; what is visible afterwards.
    SortedMap<String, Checksum> undisturbed() throws IOException, InterruptedException {
        reset();
        Process process = start();
        assertThat(process.waitFor()).as(this::output).isZero();
        return visible();
    }

    String output() {
        try {
            return Files.readString(work.resolveSibling("output"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Every force and every rename of a run, in order, each before it begins and after it ended.
    List<String> events() throws IOException, InterruptedException {
        reset();
        Process process = start(DiskWatch.jvmOptions(work, Optional.empty()));
        assertThat(process.waitFor()).as(this::output).isZero();
        return output().lines().flatMap(line -> DiskWatch.event(line).stream()).toList();
    }

    /// Kills a run that has come to one of its [#events].
    void killAt(long event) throws IOException, InterruptedException {
        reset();
        Process process = start(DiskWatch.jvmOptions(work, Optional.of(event)));
        try {
            awaitEvent(process, event);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(KILLED);
    }

    private void awaitEvent(Process process, long event) throws IOException, InterruptedException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(work.resolveSibling("output")), UTF_8))) {
            long seen = -1;
            while (seen < event) {
                String line = lines.readLine();
                if (line != null) {
                    seen += DiskWatch.event(line).isPresent() ? 1 : 0;
                } else {
                    assertThat(process.isAlive()).as(this::output).isTrue();
                    Thread.sleep(2);
                }
            }
        }
    }

    /// How long a run works after its sign.
    Duration length() throws IOException, InterruptedException {
        reset();
        Process process = start();
        awaitSign(process);
        long start = System.nanoTime();
        assertThat(process.waitFor()).as(this::output).isZero();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Kills a run this long after its sign.
    ///
    /// @return whether it was still at work
    boolean killAfter(Duration delay) throws IOException, InterruptedException {
        reset();
        Process process = start();
        try {
            awaitSign(process);
            Thread.sleep(delay);
        } finally {
            process.destroyForcibly();
        }
        return process.waitFor() == KILLED;
    }

    private void awaitSign(Process process) throws InterruptedException {
        while (!Files.exists(sign)) {
            assertThat(process.isAlive()).as(this::output).isTrue();
            Thread.sleep(1);
        }
    }

    /// What must hold after every kill: the bank is whole, nothing visible is partial, and the next
    /// run ends with the same bytes as an undisturbed one, leaving nothing behind.
    void assertSafe(String moment, SortedMap<String, Checksum> undisturbed) throws IOException {
        Run verified = Run.of("bank", "verify", work.resolve("bank"));
        assertThat(verified.exitCode()).as("%s: %s", moment, verified).isZero();
        SortedMap<String, Checksum> old = visible(before);
        visible()
                .forEach(
                        (file, content) ->
                                assertThat(content)
                                        .as("%s: %s", moment, file)
                                        .isIn(old.get(file), undisturbed.get(file)));
        for (Path leftover : leftovers()) {
            age(leftover);
        }
        if (!visible().equals(undisturbed)) {
            Run next = Run.of(arguments.toArray());
            assertThat(next.exitCode()).as("%s, next run: %s", moment, next).isZero();
        }
        assertThat(visible()).as(moment).isEqualTo(undisturbed);
        assertThat(leftovers()).as(moment).isEmpty();
    }

    /// As if the kill had been two days ago.
    private static void age(Path leftover) throws IOException {
        FileTime past = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        try (var all = Files.walk(leftover)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, past);
            }
        }
    }

    List<Path> leftovers() throws IOException {
        try (var all = Files.walk(work)) {
            return all.filter(path -> path.getFileName().toString().startsWith(".")).toList();
        }
    }

    SortedMap<String, Checksum> visible() throws IOException {
        return visible(work);
    }

    /// Every file that is not hidden and not the lock, with its content.
    private static SortedMap<String, Checksum> visible(Path root) throws IOException {
        SortedMap<String, Checksum> visible = new TreeMap<>();
        try (var all = Files.walk(root)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(path).toString();
                if (!("/" + name).contains("/.") && !name.endsWith("writer.lock")) {
                    visible.put(name, Checksum.ofFile(path));
                }
            }
        }
        return visible;
    }
}
