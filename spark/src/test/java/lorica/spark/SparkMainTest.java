package lorica.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole run on a cluster of two worker processes, one of which is killed in the middle, beside
/// the same bank done by core alone.
class SparkMainTest {
    private static final int ENTRIES = 40;
    private static final List<String> DISTANCES = List.of("js", "wd", "kl", "mmd");
    private static final String RULE = "normalized";
    private static final double TEMPERATURE = 0.5;

    /// Three processes that live for seconds: compiling thoroughly costs more than it gains.
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    @TempDir Path folder;

    @Test
    void aClusterThatLosesAWorkerGivesWhatOneMachineGives() throws Exception {
        Bank bank = bank();
        Path output = folder.resolve("out");
        List<String> said = runAndKillAWorker(bank.directory(), output);
        assertThat(said).contains("killed a worker", "lorica: done");

        List<String> entries = bank.entries().stream().map(entry -> entry.id()).toList();
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
            for (var entry : bank.entries()) {
                adapters.add(PeftDirectory.read(bank.checkedAdapter(entry), arena));
            }
            assertSame(
                    output.resolve("gram.npy"),
                    BankGram.of(entries, adapters, 2).updates().values());
            List<Path> expected = new ArrayList<>();
            for (String entry : entries) {
                expected.add(Files.createDirectories(folder.resolve("expected").resolve(entry)));
            }
            new FactorMixturesWriter(2)
                    .write(FactorMixtures.of(entries, adapters, weights), expected);
            for (Path target : expected) {
                Path found = output.resolve("mixtures").resolve(target.getFileName());
                for (String file : List.of(PeftDirectory.WEIGHTS, PeftDirectory.CONFIG)) {
                    assertThat(Files.mismatch(found.resolve(file), target.resolve(file)))
                            .as(found + " " + file)
                            .isEqualTo(-1);
                }
            }
        }
    }

    private Bank bank() throws IOException {
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
    private List<String> runAndKillAWorker(Path bank, Path output) throws Exception {
        String classPath = System.getProperty("java.class.path");
        Path home = Files.createDirectories(folder.resolve("home/jars")).resolveSibling("");
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx1g",
                        QUICK_START,
                        "-cp",
                        classPath,
                        "-Dspark.master=local-cluster[2,1,1024]",
                        "-Dspark.executor.memory=1g",
                        "-Dspark.executor.extraClassPath=" + classPath,
                        "-Dspark.executor.extraJavaOptions=--add-modules jdk.incubator.vector"
                                + " --enable-native-access=ALL-UNNAMED "
                                + QUICK_START,
                        "-Dspark.ui.enabled=false",
                        "-Dspark.worker.timeout=600",
                        "-Dspark.network.timeout=600s",
                        "-Dspark.local.dir=" + folder.resolve("local"),
                        "lorica.spark.SparkMain",
                        bank.toUri().toString(),
                        output.toUri().toString(),
                        String.join(",", DISTANCES),
                        RULE,
                        String.valueOf(TEMPERATURE),
                        "6");
        Path log = folder.resolve("log.txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // else it looks for its sources
        builder.directory(folder.toFile());
        Process process = builder.start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.equals("lorica: mixtures")) {
                    Thread.sleep(500);
                    killAWorker(process, said);
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroy();
        }
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        return said;
    }

    private static void killAWorker(Process process, List<String> said) {
        List<ProcessHandle> workers =
                process.children()
                        .filter(child -> child.info().command().orElse("").contains("java"))
                        .toList();
        assertThat(workers).hasSize(2);
        workers.getFirst().destroyForcibly();
        said.add("killed a worker");
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
