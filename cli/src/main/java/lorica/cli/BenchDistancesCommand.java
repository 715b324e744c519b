package lorica.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distance.Fingerprint;
import lorica.distribution.TokenDistribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bench distances --entries N`.
///
/// Makes N datasets' fingerprints, encoded as a bank keeps them, and times what a matrix costs from
/// there: decoding, and all pairs; beside the pairs one by one ([Distance#between]) and a copy of
/// memory, in the same run.
@Command(
        name = "distances",
        description = "Times the matrices of every distance over made-up datasets.",
        footer = {
            "",
            "Example:",
            "  lorica bench distances --entries 8 --tokens 50 --vocabulary 400 --runs 1"
        })
final class BenchDistancesCommand implements Callable<Integer> {
    /// Rows of the matrix that are also measured pair by pair.
    private static final int SAMPLED_ROWS = 16;

    @Mixin private CommonOptions common;

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "502",
            description = "How many datasets (default: ${DEFAULT-VALUE}).")
    private int entries;

    @Mixin private SyntheticDatasetsOptions synthetic;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs of which the best counts (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Mixin private ThreadsOption threads;

    /// Seconds, each the best of the runs.
    ///
    /// @param fingerprints tokens to fingerprints, which a bank pays once
    /// @param decoding bytes to fingerprints
    /// @param matrix all pairs
    /// @param processor processor time of the matrix over all threads, which other programs on the
    ///     machine hardly change
    /// @param walked processor time of all pairs one by one, by that of some rows
    private record Costs(
            String distance,
            double fingerprints,
            double decoding,
            double matrix,
            double processor,
            double walked) {}

    @Override
    public Integer call() throws IOException {
        int parallel = threads.count();
        List<TokenDistribution> datasets = synthetic.make(entries);
        Yardsticks yardsticks = new Yardsticks();
        List<Costs> costs = new ArrayList<>();
        for (Distance distance : Distance.all()) {
            costs.add(costs(distance, datasets, parallel, yardsticks));
        }
        print(costs, yardsticks.copyBytesASecond(), parallel);
        return ExitCode.OK;
    }

    private Costs costs(
            Distance distance,
            List<TokenDistribution> datasets,
            int parallel,
            Yardsticks yardsticks)
            throws IOException {
        Stopwatch making = new Stopwatch();
        KeptFingerprints kept = KeptFingerprints.of(distance, datasets, parallel);
        double fingerprints = making.seconds();
        double decoding = Double.POSITIVE_INFINITY;
        double matrix = Double.POSITIVE_INFINITY;
        double processor = Double.POSITIVE_INFINITY;
        double walked = Double.POSITIVE_INFINITY;
        for (int run = 0; run < runs; run++) {
            yardsticks.measure();
            Stopwatch watch = new Stopwatch();
            List<Fingerprint> decoded = kept.decoded(parallel);
            decoding = Math.min(decoding, watch.lap());
            double before = Stopwatch.processorSeconds();
            DistanceMatrix.measure(distance, kept.names(), decoded, parallel);
            processor = Math.min(processor, Stopwatch.processorSeconds() - before);
            matrix = Math.min(matrix, watch.lap());
            walked = Math.min(walked, walk(distance, decoded));
        }
        return new Costs(distance.name(), fingerprints, decoding, matrix, processor, walked);
    }

    /// What all pairs would take one thread, one by one.
    private double walk(Distance distance, List<Fingerprint> fingerprints) {
        long pairs =
                distance.symmetric()
                        ? (long) entries * (entries - 1) / 2
                        : (long) entries * entries;
        int sampled = Math.min(SAMPLED_ROWS, entries);
        double total = 0;
        double before = Stopwatch.processorSeconds();
        for (int row = 0; row < sampled; row++) {
            Fingerprint p = fingerprints.get((int) ((long) row * entries / sampled));
            for (Fingerprint q : fingerprints) {
                total += distance.between(p, q);
            }
        }
        double seconds = Stopwatch.processorSeconds() - before;
        if (!Double.isFinite(total)) {
            throw new IllegalStateException("expected finite distances, found " + total);
        }
        return seconds / ((long) sampled * entries) * pairs;
    }

    private void print(List<Costs> costs, double copy, int parallel) {
        if (common.json()) {
            ObjectNode document =
                    CommonOptions.document("lorica.bench.distances/1")
                            .put("entries", entries)
                            .put("tokens", synthetic.tokens())
                            .put("vocabulary", synthetic.vocabulary())
                            .put("threads", parallel)
                            .put("copyBytesPerSecond", copy);
            for (Costs cost : costs) {
                document.withArray("distances")
                        .addObject()
                        .put("distance", cost.distance())
                        .put("secondsFingerprints", cost.fingerprints())
                        .put("secondsDecoding", cost.decoding())
                        .put("secondsMatrix", cost.matrix())
                        .put("secondsMatrixProcessor", cost.processor())
                        .put("secondsPairByPairProcessor", cost.walked());
            }
            common.print(document);
            return;
        }
        Screen screen = common.screen();
        screen.out()
                .printf(
                        "%d datasets, median %d tokens of %d, %d threads; memory is copied at %.1f GB/s%n",
                        entries, synthetic.tokens(), synthetic.vocabulary(), parallel, copy / 1e9);
        screen.out()
                .printf(
                        "%-18s %12s %10s %10s %11s %14s%n",
                        "distance",
                        "fingerprints",
                        "decoding",
                        "matrix",
                        "processor",
                        "pair by pair");
        for (Costs cost : costs) {
            screen.out()
                    .printf(
                            "%-18s %10.2f s %8.2f s %8.2f s %9.2f s %12.2f s%n",
                            cost.distance(),
                            cost.fingerprints(),
                            cost.decoding(),
                            cost.matrix(),
                            cost.processor(),
                            cost.walked());
        }
    }
}
