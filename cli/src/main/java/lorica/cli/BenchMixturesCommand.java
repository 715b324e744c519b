package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.generate.FactorMixturesWriter;
import lorica.mixture.FactorMixtures;
import lorica.storage.WholeDirectory;
import lorica.torch.Libtorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bench mixtures --targets T`.
///
/// Mixes random adapters of Mistral-7B's shape, or those of a made-up world (`lorica bench bank`),
/// into T adapters by random weights, in one pass, beside reading the same files, copying memory
/// and a product of matrices in libtorch, all in the same run.
@Command(
        name = "mixtures",
        description = "Times many factor mixtures of the same adapters in one pass.",
        footer = {
            "",
            "Example:",
            "  lorica bench mixtures --sources 3 --layers 1 --hidden 64 --runs 1"
        })
final class BenchMixturesCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = "--world",
            paramLabel = "DIR",
            description = "What `lorica bench bank` wrote, in place of adapters made for this run.")
    private Optional<Path> world = Optional.empty();

    @Option(
            names = "--sources",
            paramLabel = "N",
            defaultValue = "16",
            description = "Adapters made for this run (default: ${DEFAULT-VALUE}).")
    private int sources;

    @Option(
            names = "--layers",
            paramLabel = "L",
            defaultValue = "32",
            description = "Their layers, of q, k and v each (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            defaultValue = "4096",
            description = "Width of their model (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--targets",
            paramLabel = "T",
            defaultValue = "0",
            description = "How many mixtures (default: one an adapter).")
    private int targets;

    @Option(
            names = "--skip",
            paramLabel = "M",
            defaultValue = "0",
            description = "Weight of each mixture that may be skipped (default: ${DEFAULT-VALUE}).")
    private double skip;

    @Option(
            names = "--sharpness",
            paramLabel = "S",
            defaultValue = "0",
            description =
                    "Weights are exp(S·z) of normal z, to sum 1: 0 gives even ones (default:"
                            + " ${DEFAULT-VALUE}).")
    private double sharpness;

    @Option(names = "--write", description = "Write the mixtures to a temporary folder too.")
    private boolean write;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs of which the best counts (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Mixin private ThreadsOption threads;

    /// Best of the runs.
    ///
    /// @param writing as many bytes as the mixtures have, if they are written
    private record Result(
            int sources,
            int targets,
            long bytes,
            double flops,
            Cost mixing,
            Cost reading,
            Cost writing,
            long written,
            Cost product) {
        double productFlops() {
            return Yardsticks.OPERATIONS / product.seconds();
        }

        double productFlopsProcessor() {
            return Yardsticks.OPERATIONS / product.processor();
        }
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("lorica-bench");
        try (WholeDirectory work =
                WholeDirectory.stage(folder.resolve("work"), WholeDirectory.Existing.REFUSE)) {
            List<Path> folders;
            if (world.isPresent()) {
                try (Stream<Path> listing = Files.list(world.get().resolve("adapters"))) {
                    folders = listing.sorted().toList();
                }
            } else {
                folders = made(work.staging());
            }
            measure(folders, work.staging());
        } finally {
            Files.delete(folder);
        }
        return ExitCode.OK;
    }

    private List<Path> made(Path work) throws IOException {
        SyntheticAdapters synthetic = new SyntheticAdapters(layers, hidden, 16, 0.8);
        List<Path> folders = new ArrayList<>();
        for (int i = 0; i < sources; i++) {
            folders.add(Files.createDirectory(work.resolve("adapter" + i)));
            synthetic.write(folders.get(i), i);
        }
        return folders;
    }

    private void measure(List<Path> folders, Path work) throws IOException {
        int parallel = threads.count();
        Libtorch.setThreads(parallel);
        int count = targets == 0 ? folders.size() : targets;
        Yardsticks yardsticks = new Yardsticks();
        try (Arena arena = Arena.ofShared()) {
            List<LoraAdapter> adapters = new ArrayList<>();
            for (Path folder : folders) {
                adapters.add(PeftDirectory.read(folder, arena));
            }
            FactorMixtures mixtures =
                    FactorMixtures.of(
                                    folders.stream().map(Path::toString).toList(),
                                    adapters,
                                    weights(count, folders.size()))
                            .skipping(skip);
            Result best = best(folders, mixtures, work, parallel, yardsticks);
            print(best, parallel, yardsticks.copyBytesASecond());
        }
    }

    private double[][] weights(int count, int sources) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] weights = new double[count][sources];
        for (double[] row : weights) {
            double total = 0;
            for (int i = 0; i < sources; i++) {
                row[i] = Math.exp(sharpness * random.nextGaussian());
                total += row[i];
            }
            for (int i = 0; i < sources; i++) {
                row[i] /= total;
            }
        }
        return weights;
    }

    private Result best(
            List<Path> folders,
            FactorMixtures mixtures,
            Path work,
            int parallel,
            Yardsticks yardsticks)
            throws IOException {
        List<Path> files =
                folders.stream().map(folder -> folder.resolve(PeftDirectory.WEIGHTS)).toList();
        long bytes = Yardsticks.read(files.subList(0, 1)) * files.size();
        long written = bytes / files.size() * mixtures.weights().length;
        Cost mixing = Cost.ENDLESS;
        Cost reading = Cost.ENDLESS;
        Cost writing = Cost.ENDLESS;
        Cost product = Cost.ENDLESS;
        for (int run = 0; run < runs; run++) {
            yardsticks.measure();
            reading = reading.or(Cost.of(() -> Yardsticks.read(files)));
            product = product.or(Cost.of(Yardsticks::multiply));
            if (write) {
                Path file = work.resolve("written");
                writing = writing.or(Cost.of(() -> Yardsticks.write(file, written)));
                Files.delete(file);
            }
            mixing = mixing.or(Cost.of(() -> mix(mixtures, work, parallel)));
        }
        return new Result(
                folders.size(),
                mixtures.weights().length,
                bytes,
                2.0 * mixtures.products(),
                mixing,
                reading,
                writing,
                written,
                product);
    }

    private void mix(FactorMixtures mixtures, Path work, int parallel) throws IOException {
        if (!write) {
            mixtures.each(parallel, (key, first, n, values) -> {});
            return;
        }
        Path folder = Files.createDirectory(work.resolve("mixtures"));
        List<Path> directories = new ArrayList<>();
        for (int k = 0; k < mixtures.weights().length; k++) {
            directories.add(Files.createDirectory(folder.resolve("target" + k)));
        }
        new FactorMixturesWriter(parallel).write(mixtures, directories);
        WholeDirectory.delete(folder);
    }

    private void print(Result result, int parallel, double copy) {
        double flops = result.flops() / result.mixing().processor();
        if (common.json()) {
            ObjectNode document =
                    CommonOptions.document("lorica.bench.mixtures/1")
                            .put("sources", result.sources())
                            .put("targets", result.targets())
                            .put("threads", parallel)
                            .put("bytes", result.bytes())
                            .put("operations", result.flops())
                            .put("seconds", result.mixing().seconds())
                            .put("secondsProcessor", result.mixing().processor())
                            .put("secondsReading", result.reading().seconds())
                            .put("secondsReadingProcessor", result.reading().processor())
                            .put("copyBytesPerSecond", copy)
                            .put("productOperationsPerSecond", result.productFlops())
                            .put(
                                    "productOperationsPerSecondProcessor",
                                    result.productFlopsProcessor());
            if (write) {
                document.put("bytesWritten", result.written())
                        .put("secondsWriting", result.writing().seconds());
            }
            common.print(document);
            return;
        }
        PrintWriter out = common.screen().out();
        out.printf(
                "%d mixtures of %d adapters, %.0f MiB, %.1f Gflop, %d threads%s%n",
                result.targets(),
                result.sources(),
                result.bytes() / 1048576.0,
                result.flops() / 1e9,
                parallel,
                write ? ", written" : ", written to nowhere");
        out.printf(
                "mixtures, best of %d:  %8.2f s by the clock, %8.2f s of the processor%n",
                runs, result.mixing().seconds(), result.mixing().processor());
        out.printf(
                "reading the same:     %8.2f s by the clock, %8.2f s of the processor%n",
                result.reading().seconds(), result.reading().processor());
        out.printf(
                "bank read at          %8.2f GB/s by the clock (reading alone %.2f, copying memory %.2f)%n",
                result.bytes() / result.mixing().seconds() / 1e9,
                result.bytes() / result.reading().seconds() / 1e9,
                copy / 1e9);
        out.printf(
                "a processor second:   %8.2f Gflop; libtorch SGEMM %.2f Gflop; ratio %.2f%n",
                flops / 1e9,
                result.productFlopsProcessor() / 1e9,
                flops / result.productFlopsProcessor());
        if (write) {
            out.printf(
                    "written at            %8.2f GB/s by the clock (writing alone %.2f)%n",
                    result.written() / result.mixing().seconds() / 1e9,
                    result.written() / result.writing().seconds() / 1e9);
        }
    }
}
