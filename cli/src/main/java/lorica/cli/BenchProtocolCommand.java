package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lorica.storage.WholeFile;
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

    @Mixin private SyntheticDatasetsOptions datasets;

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

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        List<Path> folders;
        try (Stream<Path> listing = Files.list(adapters)) {
            folders = listing.filter(Files::isDirectory).sorted().toList();
        }
        List<ProtocolCosts> runs = new ArrayList<>();
        for (int n : entries.isEmpty() ? List.of(folders.size()) : entries) {
            if (n < 2 || n > folders.size()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--entries: expected from 2 to the %d adapters of %s, found %d"
                                .formatted(folders.size(), adapters, n));
            }
            ProtocolCosts run = run(folders.subList(0, n));
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

    private ProtocolCosts run(List<Path> folders) throws IOException {
        if (!common.json()) {
            common.screen()
                    .out()
                    .printf(
                            "%d entries, median %d tokens of %d%n",
                            folders.size(), datasets.tokens(), datasets.vocabulary());
        }
        return new ProtocolBench(cold, again, threads.count(), this::say)
                .run(datasets.make(folders.size()), folders);
    }

    private void say(String stage, Cost cost) {
        if (!common.json()) {
            PrintWriter out = common.screen().out();
            out.printf(
                    "  %-32s %9.2f s by the clock %9.2f s of the processor%n",
                    stage, cost.seconds(), cost.processor());
            out.flush();
        }
    }

    private static CostPlot plotOf(List<ProtocolCosts> runs) {
        Map<String, double[]> lines = new LinkedHashMap<>();
        for (String stage : runs.getFirst().stages().keySet()) {
            lines.put(
                    stage,
                    runs.stream().mapToDouble(run -> run.stage(stage).processor()).toArray());
        }
        return new CostPlot(runs.stream().mapToInt(ProtocolCosts::entries).toArray(), lines);
    }

    private void printJson(List<ProtocolCosts> runs) {
        ObjectNode document =
                CommonOptions.document("lorica.bench.protocol/1")
                        .put("tokens", datasets.tokens())
                        .put("vocabulary", datasets.vocabulary());
        for (ProtocolCosts run : runs) {
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

    private void print(ProtocolCosts run) {
        PrintWriter out = common.screen().out();
        double total = 0;
        for (Map.Entry<String, Cost> stage : run.stages().entrySet()) {
            if (!List.of(ProtocolBench.READING, ProtocolBench.ONE, ProtocolBench.AGAIN_ONE)
                    .contains(stage.getKey())) {
                total += stage.getValue().seconds();
            }
        }
        out.printf("  %-32s %9.2f s%n", "all but reading and one adapter", total);
        rates(out, "read alone", run.bytes() / 1e9, run.stage(ProtocolBench.READING), "GB");
        rates(out, "one adapter", run.bytes() / 1e9, run.stage(ProtocolBench.ONE), "GB");
        if (again > 0) {
            rates(
                    out,
                    "one adapter again",
                    run.bytes() / 1e9,
                    run.stage(ProtocolBench.AGAIN_ONE),
                    "GB");
        }
        out.printf("  %-32s %9.2f GB/s%n", "memory copied", run.copied() / 1e9);
        rates(out, "all mixtures", run.operations() / 1e9, run.stage(ProtocolBench.ALL), "Gflop");
        rates(out, "libtorch SGEMM", Yardsticks.OPERATIONS / 1e9, run.product(), "Gflop");
        out.flush();
    }

    private static void rates(PrintWriter out, String what, double done, Cost cost, String unit) {
        out.printf(
                "  %-32s %9.2f %s a second %9.2f a processor second%n",
                what, done / cost.seconds(), unit, done / cost.processor());
    }
}
