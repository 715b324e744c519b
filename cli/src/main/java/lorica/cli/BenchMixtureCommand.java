package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lorica.adapter.PeftDirectory;
import lorica.generate.MixtureWriter;
import lorica.mixture.DeltaMixture;
import lorica.mixture.MixtureReport;
import lorica.mixture.ModuleReport;
import lorica.mixture.Source;
import lorica.storage.WholeDirectory;
import lorica.tensor.Dtype;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica bench mixture --sources N --rank R`.
///
/// Writes N random adapters of Mistral-7B's shape to a temporary folder, mixes them in ΔW, and
/// times that against reading the same bytes in sequence, in the same run.
@Command(
        name = "mixture",
        description = "Times the delta mixture of random adapters of Mistral-7B's shape.",
        footer = {
            "",
            "Example:",
            "  lorica bench mixture --sources 3 --rank 4 --layers 1 --hidden 64 --runs 1"
        })
final class BenchMixtureCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = "--sources",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many adapters to mix (default: ${DEFAULT-VALUE}).")
    private int sources;

    @Option(
            names = "--rank",
            paramLabel = "R",
            defaultValue = "16",
            description = "Rank of the adapters and of the mixture (default: ${DEFAULT-VALUE}).")
    private int rank;

    @Option(
            names = "--layers",
            paramLabel = "L",
            defaultValue = "32",
            description = "Layers, of q, k and v each (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            defaultValue = "4096",
            description = "Width of the model; k and v have a quarter (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--decay",
            paramLabel = "D",
            defaultValue = "0.8",
            description =
                    "Size of a rank over that of the rank before it; 1 gives a flat spectrum"
                            + " (default: ${DEFAULT-VALUE}).")
    private double decay;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Runs of which the best counts (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Mixin private ThreadsOption threads;

    /// What one bench saw; times in seconds, each the best of the runs.
    ///
    /// @param processor processor time of a mixture over all threads, which other programs on the
    ///     machine hardly change
    private record Result(
            double mixture, double processor, double reading, long bytes, MixtureReport report) {}

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("lorica-bench");
        Result result;
        try (WholeDirectory work =
                WholeDirectory.stage(folder.resolve("work"), WholeDirectory.Existing.REFUSE)) {
            SyntheticAdapters synthetic = new SyntheticAdapters(layers, hidden, rank, decay);
            List<Path> adapters = new ArrayList<>();
            for (int i = 0; i < sources; i++) {
                Path adapter = Files.createDirectory(work.staging().resolve("adapter" + i));
                synthetic.write(adapter, i);
                adapters.add(adapter);
            }
            result = measure(adapters, work.staging());
        } finally {
            Files.delete(folder);
        }
        print(result);
        return ExitCode.OK;
    }

    private Result measure(List<Path> adapters, Path work) throws IOException {
        int parallel = threads.count();
        MixtureWriter writer = new MixtureWriter(parallel, Dtype.F32);
        double mixture = Double.POSITIVE_INFINITY;
        double processor = Double.POSITIVE_INFINITY;
        double reading = Double.POSITIVE_INFINITY;
        long bytes = 0;
        List<MixtureReport> reports = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Stopwatch watch = new Stopwatch();
            bytes =
                    Yardsticks.read(
                            adapters.stream()
                                    .map(adapter -> adapter.resolve(PeftDirectory.WEIGHTS))
                                    .toList());
            reading = Math.min(reading, watch.lap());
            Path out = Files.createDirectory(work.resolve("mixture" + run));
            watch.lap();
            double used = Stopwatch.processorSeconds();
            reports.add(mix(adapters, writer, out));
            mixture = Math.min(mixture, watch.lap());
            processor = Math.min(processor, Stopwatch.processorSeconds() - used);
        }
        return new Result(mixture, processor, reading, bytes, reports.getFirst());
    }

    private MixtureReport mix(List<Path> adapters, MixtureWriter writer, Path out)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            List<Source> terms = new ArrayList<>();
            for (Path adapter : adapters) {
                terms.add(
                        new Source(
                                adapter.toString(),
                                1.0 / adapters.size(),
                                PeftDirectory.read(adapter, arena)));
            }
            return writer.write(DeltaMixture.ofRank(rank).plan(terms), out);
        }
    }

    private void print(Result result) {
        MixtureReport report = result.report();
        long iterated =
                report.modules().stream()
                        .filter(module -> module.method() == ModuleReport.Method.KRYLOV)
                        .count();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.bench.mixture/1")
                            .put("sources", sources)
                            .put("rank", rank)
                            .put("modules", report.modules().size())
                            .put("iteratedModules", iterated)
                            .put("bytes", result.bytes())
                            .put("seconds", result.mixture())
                            .put("secondsProcessor", result.processor())
                            .put("secondsReading", result.reading())
                            .put("relativeError", report.relativeError())
                            .put("residual", report.residual()));
            return;
        }
        PrintWriter out = common.screen().out();
        out.printf(
                "%d adapters of rank %d, %d modules, %.0f MiB%n",
                sources, rank, report.modules().size(), result.bytes() / 1048576.0);
        out.printf("delta mixture, best of %d:        %8.2f s%n", runs, result.mixture());
        out.printf("processor time, best:            %8.2f s%n", result.processor());
        out.printf("reading the same bytes, best:    %8.2f s%n", result.reading());
        out.printf(
                "modules iterated: %d, residual %.1e, relative truncation error %.4f%n",
                iterated, report.residual(), report.relativeError());
    }
}
