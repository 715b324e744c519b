package lorica.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.coefficient.Attentional;
import lorica.coefficient.DistanceRule;
import lorica.coefficient.LeaveOneOutWeights;
import lorica.coefficient.Normalized;
import lorica.coefficient.Truncation;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.TokenDistribution;
import lorica.mixture.FactorMixtures;
import lorica.torch.Libtorch;

/// The published protocol but for generating texts, stage by stage, beside its yardsticks.
///
/// @param cold drop the adapters' files from memory before they are read
/// @param again how often one adapter is made again
/// @param seen is told of every stage as soon as its cost is known
record ProtocolBench(boolean cold, int again, int threads, BiConsumer<String, Cost> seen) {
    static final String READING = "reading the files alone";
    static final String ONE = "one adapter of all";
    static final String AGAIN_ONE = "the same again, best";
    static final String ALL = "all 8 x N mixtures";

    private static final List<String> DISTANCES = List.of("wd", "kl", "js", "mmd");

    /// Both at the paper's temperature.
    private static final List<DistanceRule> RULES =
            List.of(Attentional.published(), new Normalized(1));

    /// Products of matrices of which the best counts.
    private static final int PRODUCTS = 3;

    /// Costs by name in the order of the run.
    private record Stages(Map<String, Cost> costs, BiConsumer<String, Cost> seen) {
        void put(String name, Cost cost) {
            costs.put(name, cost);
            seen.accept(name, cost);
        }
    }

    /// @param datasets one an adapter
    /// @param folders PEFT directories
    ProtocolCosts run(List<TokenDistribution> datasets, List<Path> folders) throws IOException {
        Libtorch.setThreads(threads);
        Yardsticks yardsticks = new Yardsticks();
        Stages stages = new Stages(new LinkedHashMap<>(), seen);
        double[][] weights = weights(datasets, stages, yardsticks);
        List<Path> files =
                folders.stream().map(folder -> folder.resolve(PeftDirectory.WEIGHTS)).toList();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        forget(files);
        stages.put(READING, Cost.of(() -> Yardsticks.read(files)));
        forget(files);
        double operations = mixtures(folders, weights, stages, yardsticks);
        return new ProtocolCosts(
                folders.size(),
                stages.costs(),
                bytes,
                operations,
                yardsticks.copyBytesASecond(),
                Cost.best(PRODUCTS, Yardsticks::multiply));
    }

    private void forget(List<Path> files) throws IOException {
        if (cold) {
            Yardsticks.evict(files);
        }
    }

    /// Weights of all targets, `[distance · rule · entry][entry]`.
    private double[][] weights(
            List<TokenDistribution> datasets, Stages stages, Yardsticks yardsticks)
            throws IOException {
        List<double[]> weights = new ArrayList<>();
        for (String name : DISTANCES) {
            Distance distance = Distance.parse(name);
            List<KeptFingerprints> kept = new ArrayList<>();
            stages.put(
                    "fingerprints " + name,
                    Cost.of(() -> kept.add(KeptFingerprints.of(distance, datasets, threads))));
            yardsticks.measure();
            List<DistanceMatrix> matrix = new ArrayList<>();
            stages.put(
                    "matrix " + name,
                    Cost.of(
                            () ->
                                    matrix.add(
                                            DistanceMatrix.measure(
                                                    distance,
                                                    kept.getFirst().names(),
                                                    kept.getFirst().decoded(threads),
                                                    threads))));
            stages.put(
                    "weights of " + name,
                    Cost.of(
                            () -> {
                                for (DistanceRule rule : RULES) {
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

    /// One mixture of all adapters, and all; how many operations all are.
    private double mixtures(
            List<Path> folders, double[][] weights, Stages stages, Yardsticks yardsticks)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            List<LoraAdapter> opened = new ArrayList<>();
            stages.put(
                    "opening them",
                    Cost.of(
                            () -> {
                                for (Path folder : folders) {
                                    opened.add(PeftDirectory.read(folder, arena));
                                }
                            }));
            List<String> names = folders.stream().map(Path::toString).toList();
            FactorMixtures one =
                    FactorMixtures.of(names, opened, new double[][] {weights[weights.length - 1]});
            stages.put(ONE, Cost.of(() -> make(one)));
            yardsticks.measure();
            if (again > 0) {
                stages.put(AGAIN_ONE, Cost.best(again, () -> make(one)));
                yardsticks.measure();
            }
            FactorMixtures all = FactorMixtures.of(names, opened, weights);
            stages.put(ALL, Cost.of(() -> make(all)));
            return 2.0 * all.products();
        }
    }

    private void make(FactorMixtures mixtures) throws IOException {
        mixtures.each(threads, (key, first, n, values) -> {});
    }
}
