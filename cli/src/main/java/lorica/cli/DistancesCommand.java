package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.dataset.Reading;
import lorica.distance.Distance;
import lorica.generate.BankDistances;
import lorica.generate.DatasetDistances;
import lorica.generate.RunOptions;
import lorica.generate.TemplateDecision.Treatment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lorica distances DATASET --bank DIR`, `lorica distances --bank DIR --matrix`.
@Command(
        name = "distances",
        description = {
            "Measures a dataset against the datasets of a bank, or these against each other.",
            "Entries without a dataset are left out."
        },
        footer = {
            "",
            "Example:",
            "  lorica distances my-data.jsonl --bank my-bank --distance all",
            "  lorica distances my-data.jsonl --bank my-bank -o new-distances.csv",
            "  lorica distances --bank my-bank --matrix -o new-matrix.npy"
        })
final class DistancesCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(
            arity = "0..1",
            paramLabel = "DATASET",
            description = "A .jsonl, .json, .csv or .parquet file; none with --matrix.")
    private Optional<Path> dataset = Optional.empty();

    @Mixin private DatasetOptions reading;

    @Option(names = "--bank", required = true, paramLabel = "DIR", description = "The bank.")
    private Path bank;

    @Option(
            names = "--distance",
            paramLabel = "NAME",
            defaultValue = "js",
            completionCandidates = DistanceNames.class,
            description =
                    "One of ${COMPLETION-CANDIDATES}, or all of them; of mmd-gaussian-N, N is the"
                            + " width in token ids. Default: js.")
    private String distance;

    @Mixin private RepresentationOption on;

    @Option(
            names = "--matrix",
            description = "The bank's own datasets, each (row) against each (column).")
    private boolean matrix;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "One of ${COMPLETION-CANDIDATES}. Default: by the ending of FILE; else a"
                            + " table, or csv for a matrix. csv, json and npy keep the bank's"
                            + " order, a table has the nearest first.")
    private Optional<DistanceFormat> format = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write there instead of printing; must not be there yet.")
    private Optional<Path> output = Optional.empty();

    @Mixin private ReplaceOption replace;

    @Mixin private TemplateOption template;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        List<Distance> distances = distances();
        DistanceFormat chosen = format();
        RunOptions run =
                new RunOptions(
                        threads.count(), replace.existing(), new ScreenProgress(common.screen()));
        Reading way = reading.reading();
        replace.requireFree(output);
        Bank opened = Bank.open(bank);
        DistanceReport report =
                dataset.isPresent()
                        ? ofDataset(dataset.get(), way, opened, distances, run)
                        : DistanceReport.of(
                                BankDistances.measure(
                                        opened, distances.getFirst(), on.representation(), run),
                                bank);
        common.screen().progressEnds();
        report.warn(common.screen());
        deliver(report, chosen);
        return ExitCode.OK;
    }

    private DistanceReport ofDataset(
            Path file, Reading way, Bank opened, List<Distance> distances, RunOptions run)
            throws IOException {
        DatasetDistances measured =
                DatasetDistances.measure(
                        reading.said(file, way, common.screen().err()),
                        opened,
                        distances,
                        on.representation(),
                        template.choice(),
                        run);
        if (measured.template().treatment() != Treatment.AS_IS) {
            common.screen()
                    .err()
                    .println(
                            "rows compared %s: %s"
                                    .formatted(
                                            measured.template().treatment().label(),
                                            measured.template().reason()));
        }
        return DistanceReport.of(measured, bank);
    }

    private void deliver(DistanceReport report, DistanceFormat chosen) throws IOException {
        if (output.isPresent()) {
            report.write(output.get(), chosen);
        }
        if (common.json()) {
            common.print(report.document());
            return;
        }
        if (output.isPresent()) {
            common.screen().out().println("%s: %s".formatted(output.get(), report.summary()));
            return;
        }
        report.print(common.screen(), chosen);
    }

    private List<Distance> distances() {
        if (matrix == dataset.isPresent()) {
            throw usage(
                    matrix
                            ? "DATASET: expected none with --matrix, found " + dataset.get()
                            : "expected a DATASET, or --matrix for the bank's own, found neither");
        }
        if (matrix && template.given()) {
            throw usage("--template: expected a DATASET for it, found --matrix");
        }
        if (!distance.equals(ALL)) {
            return List.of(parsed(distance));
        }
        if (matrix) {
            throw usage("--distance: expected one distance with --matrix, found all");
        }
        return Distance.all();
    }

    private Distance parsed(String name) {
        try {
            return Distance.parse(name);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private DistanceFormat format() {
        if (common.json() && output.isEmpty() && format.isPresent()) {
            throw usage("--format: expected none with --json, or a FILE (-o) for it, found one");
        }
        DistanceFormat chosen =
                format.or(() -> output.flatMap(DistanceFormat::ofEnding))
                        .orElse(matrix ? DistanceFormat.csv : DistanceFormat.table);
        if (chosen == DistanceFormat.npy && output.isEmpty()) {
            throw usage("--format npy: expected a FILE (-o) for binary numbers, found none");
        }
        return chosen;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /// How distances are written.
    enum DistanceFormat {
        table,
        csv,
        json,
        npy;

        private static Optional<DistanceFormat> ofEnding(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            for (DistanceFormat format : values()) {
                if (name.endsWith("." + format.name())) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }
}
