package lorica.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
import lorica.bank.BankEntry;
import lorica.bank.BankWriter;
import lorica.bank.EntryNotes;
import lorica.bank.NewEntry;
import lorica.bank.SyntheticEntries;
import lorica.coefficient.CoefficientRule;
import lorica.coefficient.LeaveOneOutWeights;
import lorica.coefficient.Truncation;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.generate.BankIndex;
import lorica.generate.FactorMixturesWriter;
import lorica.gram.BankGram;
import lorica.mixture.FactorMixtures;
import lorica.storage.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole run, in one process and on a cluster that loses a worker in the middle, beside what
/// core alone makes of the same bank.
class SparkMainTest {
    /// More than travel together, so that matrices have blocks beside the diagonal.
    private static final int ENTRIES = 34;

    private static final List<String> DISTANCES = List.of("js", "wd", "kl", "mmd");
    private static final String RULE = "normalized";
    private static final double TEMPERATURE = 0.5;
    private static final int PARTITIONS = 2;

    /// The process that publishes this mixture is killed: others are there, others not.
    private static final String CAUGHT_AT = "entry-00010";

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(15);

    /// Four processes that live for seconds: compiling thoroughly costs more than it gains.
    private static final String FLAGS =
            "--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
                    + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    @TempDir static Path folder;

    private static Bank bank;

    @BeforeAll
    static void bank() throws IOException {
        bank = copiedBank();
    }

    /// Of a weights file every weight is read twice, for the Gram matrix and for the mixtures; the
    /// header and the last byte, which tell its extent, by every task of the two. The driver reads
    /// the first entry's, by which all mixtures are configured.
    @Test
    void everyFileIsReadABoundedNumberOfTimes() throws Exception {
        Path output = folder.resolve("out-of-one-process");
        Map<String, String> settings =
                Map.of(
                        "spark.master",
                        "local[2]",
                        "spark.ui.enabled",
                        "false",
                        "spark.local.dir",
                        folder.resolve("scratch").toString(),
                        "spark.hadoop.fs.watched.impl",
                        WatchedFileSystem.class.getName());
        settings.forEach(System::setProperty);
        try {
            SparkMain.main(arguments("watched://" + bank.directory(), output.toUri().toString()));
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
        for (BankEntry entry : bank.entries()) {
            Path dataset = bank.directory().resolve(entry.dataset().orElseThrow().path());
            assertThat(WatchedFileSystem.read(dataset)).isEqualTo(Files.size(dataset));
            Path weights =
                    bank.directory()
                            .resolve(entry.adapter().directory())
                            .resolve(PeftDirectory.WEIGHTS);
            long data = 4 * entry.adapter().shape().parameters();
            long header = Files.size(weights) - data;
            long extra = entry.equals(bank.entries().getFirst()) ? header + 1 : 0;
            assertThat(WatchedFileSystem.read(weights))
                    .isEqualTo(2 * data + 2 * PARTITIONS * (header + 1) + extra);
        }
        assertAsOneMachine(output);
    }

    @Test
    void aClusterThatLosesAWorkerGivesWhatOneMachineGives() throws Exception {
        Path output = folder.resolve("out-of-a-cluster");
        Files.writeString(folder.resolve(WatchedFileSystem.GATE), CAUGHT_AT);
        runAndKillTheCaught(bank.directory().toUri().toString(), "watched://" + output);
        assertAsOneMachine(output);
    }

    private static String[] arguments(String bank, String output) {
        return new String[] {
            bank,
            output,
            String.join(",", DISTANCES),
            RULE,
            String.valueOf(TEMPERATURE),
            String.valueOf(PARTITIONS)
        };
    }

    private static void assertAsOneMachine(Path output) throws IOException {
        List<String> entries = bank.entries().stream().map(BankEntry::id).toList();
        double[][] weights = {};
        try (BankIndex index = BankIndex.open(bank, 2, Progress.SILENT);
                Arena arena = Arena.ofShared()) {
            for (String name : DISTANCES) {
                DistanceMatrix local =
                        index.matrix(Distance.parse(name), Representation.parse("both"));
                assertSame(output.resolve("distances." + name + ".npy"), local.values());
                weights =
                        name.equals(DISTANCES.getFirst())
                                ? LeaveOneOutWeights.of(
                                        local,
                                        CoefficientRule.parse(RULE, TEMPERATURE),
                                        Truncation.none())
                                : weights;
            }
            List<LoraAdapter> adapters = new ArrayList<>();
            for (BankEntry entry : bank.entries()) {
                adapters.add(PeftDirectory.read(bank.checkedAdapter(entry), arena));
            }
            assertSame(
                    output.resolve("gram.npy"),
                    BankGram.of(entries, adapters, 2).updates().values());
            Path expected = Files.createTempDirectory(folder, "expected");
            List<Path> targets = new ArrayList<>();
            for (String entry : entries) {
                targets.add(Files.createDirectory(expected.resolve(entry)));
            }
            new FactorMixturesWriter(2)
                    .write(FactorMixtures.of(entries, adapters, weights), targets);
            for (Path target : targets) {
                Path found = output.resolve("mixtures").resolve(target.getFileName());
                for (String file : List.of(PeftDirectory.WEIGHTS, PeftDirectory.CONFIG)) {
                    assertThat(Files.mismatch(found.resolve(file), target.resolve(file)))
                            .as(found + " " + file)
                            .isEqualTo(-1);
                }
            }
        }
    }

    private static Bank copiedBank() throws IOException {
        Path world = folder.resolve("world");
        new SyntheticEntries(ENTRIES, 1, SyntheticEntries.Shape.PAPER_MINIATURE)
                .write(world, Progress.SILENT);
        Path directory = folder.resolve("bank");
        BankCreation.of(world.resolve("base").toString()).create(directory);
        List<NewEntry> added = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            String id = "entry-%05d".formatted(i);
            added.add(
                    new NewEntry(
                            id,
                            world.resolve("adapters").resolve(id),
                            Optional.of(
                                    world.resolve("datasets").resolve(id).resolve("train.jsonl")),
                            EntryNotes.none()));
        }
        AddOptions copied = new AddOptions(AddOptions.Keeping.COPY, AddOptions.OtherBase.REFUSE, 2);
        try (BankWriter writer = BankWriter.open(directory)) {
            return writer.add(added, copied, Progress.SILENT);
        }
    }

    /// The main class in a process of its own, as spark-submit starts it; a worker is an executor's
    /// process, started with the class path of this test.
    private static void runAndKillTheCaught(String bank, String output) throws Exception {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(FLAGS.split(" ")));
        Map<String, String> settings =
                Map.of(
                        "spark.master", "local-cluster[2,1,1024]",
                        "spark.executor.memory", "1g",
                        "spark.executor.extraClassPath", classPath,
                        "spark.executor.extraJavaOptions", FLAGS,
                        "spark.ui.enabled", "false",
                        "spark.network.timeout", "600s",
                        "spark.worker.timeout", "600",
                        "spark.local.dir", folder.resolve("local").toString(),
                        "spark.hadoop.fs.watched.impl", WatchedFileSystem.class.getName());
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-Xmx1g", "-cp", classPath, SparkMain.class.getName()));
        command.addAll(List.of(arguments(bank, output)));
        Path log = folder.resolve("log.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        Path home = Files.createDirectories(folder.resolve("home/jars")).resolveSibling("");
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // else it looks for its sources
        Process process = builder.start();
        try {
            killTheCaught(process, log);
            assertThat(process.waitFor(LONG_ENOUGH)).as(Files.readString(log)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static void killTheCaught(Process process, Path log) throws Exception {
        Path caught = folder.resolve(WatchedFileSystem.CAUGHT);
        while (!Files.exists(caught)) {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            Thread.sleep(20);
        }
        long worker = Long.parseLong(Files.readString(caught));
        List<ProcessHandle> executors = process.children().toList();
        assertThat(executors).extracting(ProcessHandle::pid).contains(worker).hasSize(2);
        ProcessHandle.of(worker).orElseThrow().destroyForcibly();
    }

    /// To 1e-12 of the largest value.
    private static void assertSame(Path npy, double[][] expected) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
        int data = bytes.capacity() - 8 * expected.length * expected.length;
        double largest = 0;
        for (double[] row : expected) {
            for (double value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected.length; j++) {
                double found = bytes.getDouble(data + 8 * (i * expected.length + j));
                assertThat(found).isCloseTo(expected[i][j], within(1e-12 * largest));
            }
        }
    }
}
