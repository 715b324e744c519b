package lorica.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import lorica.distance.DistanceMatrix;
import lorica.gram.GramMatrix;
import lorica.storage.Progress;
import lorica.torch.Libtorch;
import lorica.train.rule.ScalarRuleTraining;
import lorica.train.rule.ScalarRuleTraining.Options;
import lorica.train.rule.ScalarRuleTraining.Points;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica bench neural`: training the paper's scalar rule on made-up entries.
@Command(
        name = "neural",
        description = {
            "Times the training of the paper's neural rule over made-up entries, and checks it.",
            "",
            "On a few entries the loss through the Gram matrix is followed beside that of the"
                    + " mixtures themselves, and the table of knots beside every distance"
                    + " (docs/methods/neural.md)."
        },
        footer = {
            "",
            "Example:",
            "  lorica bench neural --entries 12 --checked 6 --width 16 --epochs 2"
        })
final class BenchNeuralCommand implements Callable<Integer> {
    private static final int CLUSTER = 3;
    private static final int NUMBERS = 64;

    @Mixin private CommonOptions common;

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "502",
            description = "Entries that are timed (default: ${DEFAULT-VALUE}, the paper's).")
    private int entries;

    @Option(
            names = "--checked",
            paramLabel = "N",
            defaultValue = "12",
            description = "Entries that are checked, at least 3 (default: ${DEFAULT-VALUE}).")
    private int checked;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Of the hidden layers (default: ${DEFAULT-VALUE}, as published).")
    private int width;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "40",
            description = "Passes over the entries (default: ${DEFAULT-VALUE}, as published).")
    private int epochs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of libtorch (default: ${DEFAULT-VALUE}).")
    private int threads;

    /// @param seconds of the timed entries, by the clock
    /// @param processor seconds of all threads
    /// @param loss of the timed entries, before and after
    /// @param difference the largest between the loss through the Gram matrix and that of the
    ///     mixtures, relative, over the epochs
    /// @param table the loss after training through the table, over that with every distance, − 1
    private record Measured(
            double seconds, double processor, double[] loss, double difference, double table) {}

    @Override
    public Integer call() {
        Libtorch.setThreads(threads);
        Measured measured = measured();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.bench.neural/1")
                            .put("entries", entries)
                            .put("checked", checked)
                            .put("width", width)
                            .put("epochs", epochs)
                            .put("threads", threads)
                            .put("seconds", measured.seconds())
                            .put("processorSeconds", measured.processor())
                            .put("lossBefore", measured.loss()[0])
                            .put("lossAfter", measured.loss()[1])
                            .put("gramDifference", measured.difference())
                            .put("tableDifference", measured.table()));
            return ExitCode.OK;
        }
        common.screen()
                .out()
                .printf(
                        Locale.ROOT,
                        "%d entries, width %d, %d epochs, %d threads: %.1f s, %.1f s of processor time; loss %.4f → %.4f%n"
                                + "%d entries: loss through the Gram matrix within %.1e of that of the mixtures in every epoch;"
                                + " through the table of knots %+.2e of that with every distance after the last%n",
                        entries,
                        width,
                        epochs,
                        threads,
                        measured.seconds(),
                        measured.processor(),
                        measured.loss()[0],
                        measured.loss()[1],
                        checked,
                        measured.difference(),
                        measured.table());
        return ExitCode.OK;
    }

    private Measured measured() {
        Options options = Options.published().withWidth(width).withEpochs(epochs);
        MadeUp few = MadeUp.of(checked);
        ScreenProgress progress = new ScreenProgress(common.screen());
        double[] direct =
                ScalarRuleTraining.trainDirectly(
                                few.distances(),
                                few.adapters(),
                                options.withPoints(Points.DISTANCES),
                                progress)
                        .losses();
        double[] gram = losses(few, options.withPoints(Points.DISTANCES), progress);
        double[] table = losses(few, options, progress);
        double difference = 0;
        for (int epoch = 0; epoch < direct.length; epoch++) {
            difference = Math.max(difference, Math.abs(gram[epoch] / direct[epoch] - 1));
        }
        MadeUp all = MadeUp.of(entries);
        double processor = Stopwatch.processorSeconds();
        Stopwatch watch = new Stopwatch();
        double[] timed = losses(all, options, progress);
        double seconds = watch.seconds();
        common.screen().progressEnds();
        return new Measured(
                seconds,
                Stopwatch.processorSeconds() - processor,
                new double[] {timed[0], timed[epochs]},
                difference,
                table[epochs] / gram[epochs] - 1);
    }

    private static double[] losses(MadeUp bank, Options options, Progress progress) {
        return ScalarRuleTraining.train(bank.distances(), bank.gram(), options, progress).losses();
    }

    /// Adapters in clusters of three, and distances that tell the clusters.
    private record MadeUp(double[][] adapters, GramMatrix gram, DistanceMatrix distances) {
        static MadeUp of(int n) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(n);
            double[][] adapters = new double[n][NUMBERS];
            double[][] distances = new double[n][n];
            double[][] products = new double[n][n];
            List<String> names = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                names.add("entry-" + i);
                RandomGenerator cluster =
                        RandomGeneratorFactory.of("L64X128MixRandom").create(i / CLUSTER);
                for (int k = 0; k < NUMBERS; k++) {
                    adapters[i][k] = cluster.nextGaussian() + 0.5 * random.nextGaussian();
                }
                for (int j = 0; j <= i; j++) {
                    for (int k = 0; k < NUMBERS; k++) {
                        products[i][j] += adapters[i][k] * adapters[j][k];
                    }
                    products[j][i] = products[i][j];
                    if (j < i) {
                        boolean near = i / CLUSTER == j / CLUSTER;
                        distances[i][j] = (near ? 0.2 : 0.5) + 0.1 * random.nextDouble();
                        distances[j][i] = distances[i][j];
                    }
                }
            }
            return new MadeUp(
                    adapters,
                    new GramMatrix(names, products),
                    new DistanceMatrix("js", names, distances));
        }
    }
}
