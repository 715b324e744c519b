package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.coefficient.Attentional;
import lorica.coefficient.CoefficientRule;
import lorica.coefficient.LeaveOneOutWeights;
import lorica.coefficient.Normalized;
import lorica.coefficient.Truncation;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distance.Fingerprint;
import lorica.distance.FingerprintCodec;
import lorica.distribution.TokenDistribution;
import lorica.mixture.FactorMixtures;
import lorica.storage.Parallel;
import lorica.storage.WholeFile;
import lorica.torch.Libtorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bench protocol --adapters DIR`.
///
/// The published protocol but for generating texts: fingerprints and matrices of four distances,
/// weights by two rules, and every leave-one-out mixture of the eight, computed in one pass and
/// written to nowhere. Datasets are made up ([SyntheticDistributions]), adapters are those of a
/// folder. Beside it, in the same run: reading the same files, copying memory, and a product of
/// matrices in libtorch.
@Command(
        name = "protocol",
        description = "Times the published protocol without generation, stage by stage.",
        footer = {
            "",
            "Example:",
            "  lorica bench protocol --adapters adapters --tokens 50 --vocabulary 400"
        })
final class BenchProtocolCommand implements Callable<Integer> {
    private static final List<String> DISTANCES = List.of("wd", "kl", "js", "mmd");

    /// Both at the paper's temperature.
    private static final List<CoefficientRule> RULES =
            List.of(Attentional.published(), new Normalized(1));

    /// Products of matrices of which the best counts.
    private static final int PRODUCTS = 3;

    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Option(
            names = "--adapters",
            required = true,
            paramLabel = "DIR",
            description = "PEFT directories, for instance of `lorica bench bank --shape paper`.")
    private Path adapters;

    @Option(
            names = "--entries",
            split = ",",
            paramLabel = "N",
            description = "How many of them, once or several times: 64,128,256 (default: all).")
    private List<Integer> entries = List.of();

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Distinct tokens of the median dataset (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--vocabulary",
            paramLabel = "V",
            defaultValue = "32000",
            description = "Token ids there are (default: ${DEFAULT-VALUE}, those of Mistral-7B).")
    private int vocabulary;

    @Option(
            names = "--cold",
            description = "Drop the adapters' files from memory before they are read (GNU dd).")
    private boolean cold;

    @Option(
            names = "--again",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Make one adapter so often again, now that the system may hold the files in memory"
                            + " (default: ${DEFAULT-VALUE}).")
    private int again;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Write the stages' processor times over the numbers of entries as SVG.")
    private Optional<Path> plot = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads (default: one a processor).")
    private int threads;

    /// Seconds by the clock and of the processor.
    private record Cost(double seconds, double processor) {}

    /// What one number of entries costs.
    ///
    /// @param stages by name, in order
    /// @param bytes of the adapters' files
    /// @param operations of all mixtures, of which zeros that a block skips are left out
    /// @param product of matrices in libtorch
    private record Run(
            int entries,
            Map<String, Cost> stages,
            long bytes,
            double operations,
            double copied,
            Cost product) {
        Cost cost(String stage) {
            Cost cost = stages.get(stage);
            if (cost == null) {
                throw new IllegalArgumentException("expected a stage, found " + stage);
            }
            return cost;
        }
    }

    private static final String READING = "reading the files alone";
    private static final String ONE = "one adapter of all";
    private static final String AGAIN_ONE = "the same again, best";
    private static final String ALL = "all 8 x N mixtures";

    @Override
    public Integer call() throws IOException {
        List<Path> folders;
        try (Stream<Path> listing = Files.list(adapters)) {
            folders = listing.filter(Files::isDirectory).sorted().toList();
        }
        List<Run> runs = new ArrayList<>();
        for (int n : entries.isEmpty() ? List.of(folders.size()) : entries) {
            if (n < 2 || n > folders.size()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--entries: expected from 2 to the %d adapters of %s, found %d"
                                .formatted(folders.size(), adapters, n));
            }
            Run run = run(folders.subList(0, n));
            runs.add(run);
            if (!common.json()) {
                print(run);
            }
        }
        if (common.json()) {
            printJson(runs);
        }
        if (plot.isPresent()) {
            WholeFile.write(plot.get(), plotOf(runs).svg());
        }
        return ExitCode.OK;
    }

    private Run run(List<Path> folders) throws IOException {
        int parallel = threads == 0 ? Parallel.defaultThreads() : threads;
        Libtorch.setThreads(parallel);
        Yardsticks yardsticks = new Yardsticks();
        Stages stages = new Stages();
        if (!common.json()) {
            common.screen()
                    .out()
                    .printf(
                            "%d entries, median %d tokens of %d%n",
                            folders.size(), tokens, vocabulary);
        }
        double[][] weights = weights(folders.size(), parallel, stages, yardsticks);
        List<Path> files =
                folders.stream().map(folder -> folder.resolve(PeftDirectory.WEIGHTS)).toList();
        double operations = 0;
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        forget(files);
        stages.put(READING, cost(() -> Yardsticks.read(files)));
        forget(files);
        try (Arena arena = Arena.ofShared()) {
            List<LoraAdapter> opened = new ArrayList<>();
            stages.put(
                    "opening them",
                    cost(
                            () -> {
                                for (Path folder : folders) {
                                    opened.add(PeftDirectory.read(folder, arena));
                                }
                            }));
            List<String> names = folders.stream().map(Path::toString).toList();
            FactorMixtures one =
                    FactorMixtures.of(names, opened, new double[][] {weights[weights.length - 1]});
            stages.put(ONE, cost(() -> make(one, parallel)));
            yardsticks.measure();
            if (again > 0) {
                stages.put(AGAIN_ONE, best(again, () -> make(one, parallel)));
                yardsticks.measure();
            }
            FactorMixtures all = FactorMixtures.of(names, opened, weights);
            operations = 2.0 * all.products();
            stages.put(ALL, cost(() -> make(all, parallel)));
        }
        Cost product = best(PRODUCTS, () -> Yardsticks.multiply());
        return new Run(
                folders.size(),
                stages.costs(),
                bytes,
                operations,
                yardsticks.copyBytesASecond(),
                product);
    }

    /// Costs by name in the order of the run, each said as soon as it is known.
    private final class Stages {
        private final Map<String, Cost> costs = new LinkedHashMap<>();

        void put(String name, Cost cost) {
            costs.put(name, cost);
            if (!common.json()) {
                common.screen()
                        .out()
                        .printf(
                                "  %-32s %9.2f s by the clock %9.2f s of the processor%n",
                                name, cost.seconds(), cost.processor());
                common.screen().out().flush();
            }
        }

        Map<String, Cost> costs() {
            return costs;
        }
    }

    private void forget(List<Path> files) throws IOException {
        if (cold) {
            Yardsticks.evict(files);
        }
    }

    private static void make(FactorMixtures mixtures, int threads) throws IOException {
        mixtures.each(threads, (key, first, n, values) -> {});
    }

    /// Weights of all targets, `[distance · rule · entry][entry]`.
    private double[][] weights(int n, int parallel, Stages stages, Yardsticks yardsticks)
            throws IOException {
        List<TokenDistribution> datasets =
                new SyntheticDistributions(vocabulary, tokens, 1).make(n);
        List<double[]> weights = new ArrayList<>();
        for (String name : DISTANCES) {
            Distance distance = Distance.parse(name);
            List<byte[]> kept = new ArrayList<>();
            stages.put(
                    "fingerprints " + name,
                    cost(
                            () ->
                                    kept.addAll(
                                            Parallel.map(
                                                    datasets,
                                                    parallel,
                                                    one ->
                                                            FingerprintCodec.encode(
                                                                    distance.fingerprint(one))))));
            yardsticks.measure();
            List<DistanceMatrix> matrix = new ArrayList<>();
            stages.put(
                    "matrix " + name,
                    cost(() -> matrix.add(matrix(distance, datasets, kept, parallel))));
            stages.put(
                    "weights of " + name,
                    cost(
                            () -> {
                                for (CoefficientRule rule : RULES) {
                                    weights.addAll(
                                            Arrays.asList(
                                                    LeaveOneOutWeights.of(
                                                            matrix.getFirst(),
                                                            rule,
                                                            Truncation.none())));
                                }
                            }));
        }
        return weights.toArray(double[][]::new);
    }

    private static DistanceMatrix matrix(
            Distance distance, List<TokenDistribution> datasets, List<byte[]> kept, int parallel)
            throws IOException {
        List<String> names = datasets.stream().map(TokenDistribution::dataset).toList();
        List<Fingerprint> decoded =
                Parallel.map(
                        IntStream.range(0, kept.size()).boxed().toList(),
                        parallel,
                        i -> FingerprintCodec.decode(distance.name(), names.get(i), kept.get(i)));
        return DistanceMatrix.measure(distance, names, decoded, parallel);
    }

    @FunctionalInterface
    private interface Stage {
        void run() throws IOException;
    }

    private static Cost cost(Stage stage) throws IOException {
        double before = Stopwatch.processorSeconds();
        Stopwatch watch = new Stopwatch();
        stage.run();
        return new Cost(watch.seconds(), Stopwatch.processorSeconds() - before);
    }

    /// The least of both, which may be of different runs.
    private static Cost best(int runs, Stage stage) throws IOException {
        Cost best = cost(stage);
        for (int i = 1; i < runs; i++) {
            Cost next = cost(stage);
            best =
                    new Cost(
                            Math.min(best.seconds(), next.seconds()),
                            Math.min(best.processor(), next.processor()));
        }
        return best;
    }

    private static CostPlot plotOf(List<Run> runs) {
        Map<String, double[]> lines = new LinkedHashMap<>();
        for (String stage : runs.getFirst().stages().keySet()) {
            lines.put(
                    stage, runs.stream().mapToDouble(run -> run.cost(stage).processor()).toArray());
        }
        return new CostPlot(runs.stream().mapToInt(Run::entries).toArray(), lines);
    }

    private void printJson(List<Run> runs) {
        ObjectNode document =
                CommonOptions.document("lorica.bench.protocol/1")
                        .put("tokens", tokens)
                        .put("vocabulary", vocabulary);
        for (Run run : runs) {
            ObjectNode one =
                    document.withArray("runs")
                            .addObject()
                            .put("entries", run.entries())
                            .put("bytes", run.bytes())
                            .put("operations", run.operations())
                            .put("copyBytesPerSecond", run.copied())
                            .put("productOperations", Yardsticks.OPERATIONS)
                            .put("secondsProduct", run.product().seconds())
                            .put("secondsProductProcessor", run.product().processor());
            run.stages()
                    .forEach(
                            (name, cost) ->
                                    one.withArray("stages")
                                            .addObject()
                                            .put("stage", name)
                                            .put("seconds", cost.seconds())
                                            .put("secondsProcessor", cost.processor()));
        }
        common.print(document);
    }

    private void print(Run run) {
        PrintWriter out = common.screen().out();
        double total = 0;
        for (Map.Entry<String, Cost> stage : run.stages().entrySet()) {
            if (!List.of(READING, ONE, AGAIN_ONE).contains(stage.getKey())) {
                total += stage.getValue().seconds();
            }
        }
        out.printf("  %-32s %9.2f s%n", "all but reading and one adapter", total);
        rates(out, "read alone", run.bytes() / 1e9, run.cost(READING), "GB");
        rates(out, "one adapter", run.bytes() / 1e9, run.cost(ONE), "GB");
        if (again > 0) {
            rates(out, "one adapter again", run.bytes() / 1e9, run.cost(AGAIN_ONE), "GB");
        }
        out.printf("  %-32s %9.2f GB/s%n", "memory copied", run.copied() / 1e9);
        rates(out, "all mixtures", run.operations() / 1e9, run.cost(ALL), "Gflop");
        rates(out, "libtorch SGEMM", Yardsticks.OPERATIONS / 1e9, run.product(), "Gflop");
        out.flush();
    }

    private static void rates(PrintWriter out, String what, double done, Cost cost, String unit) {
        out.printf(
                "  %-32s %9.2f %s a second %9.2f a processor second%n",
                what, done / cost.seconds(), unit, done / cost.processor());
    }
}
