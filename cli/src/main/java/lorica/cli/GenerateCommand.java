package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.dataset.Dataset;
import lorica.dataset.Reading;
import lorica.generate.Chosen;
import lorica.generate.Fetch;
import lorica.generate.GenerateOptions;
import lorica.generate.Generation;
import lorica.generate.Generator;
import lorica.generate.Recipe;
import lorica.generate.Refinement;
import lorica.generate.RunOptions;
import lorica.hub.pull.HubFetch;
import lorica.hub.repository.Downloads;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory.Existing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lorica generate DATASET --bank DIR -o DIR`.
@Command(
        name = "generate",
        description = "Generates an adapter for a dataset from a bank.",
        footer = {
            "",
            "Example:",
            "  lorica generate my-data.jsonl --bank my-bank -o new-adapter",
            "  lorica generate my-data.jsonl --bank my-bank -o new-adapter --temperature 1"
                    + " --top-k 4",
            "  lorica generate my-data.jsonl --bank my-bank -o new-adapter --template"
                    + " my-template.txt --dry-run",
            "  lorica generate my-data.jsonl --bank my-bank -o new-adapter --auto",
            "  lorica generate my-data.jsonl --bank my-bank -o new-adapter --base base-model"
                    + " --fit-steps 2",
            "  lorica generate my-data.jsonl --bank my-bank -o new-adapter --base base-model"
                    + " --refine 2",
            "  lorica generate my-table.csv --bank my-bank -o new-adapter --map"
                    + " input=question,output=reply"
        })
final class GenerateCommand implements Callable<Integer> {
    /// Entries that learned coefficients are of.
    private static final int LEARNED = 12;

    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(
            paramLabel = "DATASET",
            description = "A .jsonl, .json, .csv or .parquet file (docs/formats.md).")
    private Path dataset;

    @Mixin private DatasetOptions reading;

    @Option(names = "--bank", required = true, paramLabel = "DIR", description = "The bank.")
    private Path bank;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where the adapter goes; must not be there yet.")
    private Path output;

    @Mixin private WeightOptions weights;

    @Mixin private RepresentationOption on;

    @Mixin private MixtureOptions mixture;

    @Option(
            names = "--exclude",
            paramLabel = "ID",
            split = ",",
            description = "Entries that receive no weight; may be repeated.")
    private List<String> excluded = List.of();

    @Option(
            names = "--exclude-flagged",
            description = "Leave out what `lorica bank audit` flags as well; the audit runs first.")
    private boolean excludeFlagged;

    @Option(
            names = "--leave-out",
            description = "Leave out entries that were trained on this very dataset.")
    private boolean leaveOut;

    @Mixin private TemplateOption template;

    @Mixin private ThreadsOption threads;

    @Option(names = "--force", description = "Replace an adapter that Lorica wrote before.")
    private boolean force;

    @Option(
            names = "--dry-run",
            description = "Print what would be mixed; write no adapter (the bank's index is kept).")
    private boolean dryRun;

    @Mixin private FewExampleOptions fewExamples;

    @Mixin private HubOptions hub;

    @Override
    public Integer call() throws IOException {
        GenerateOptions options = options();
        Screen screen = common.screen();
        RunOptions run = runOptions(screen).withFetch(fetch(new ScreenProgress(screen)));
        Refinement refinement =
                fewExamples.refinement(
                        weights.topK().orElse(LEARNED), run.progress(), new TrainProgress(screen));
        Reading way = reading.reading();
        Bank opened = Bank.open(bank);
        if (excludeFlagged) {
            options = options.withExcluded(flagged(opened, run, screen));
        }
        options = weights.settled(options, usualTopK(), opened, run);
        Dataset read = reading.said(dataset, way, screen.err());
        if (dryRun) {
            Recipe recipe = Generator.recipe(read, opened, options, run);
            screen.progressEnds();
            report(screen, GenerationReport.planned(recipe, output));
            return ExitCode.OK;
        }
        Generation generation = Generator.generate(read, opened, output, options, run, refinement);
        screen.progressEnds();
        report(screen, GenerationReport.made(generation));
        return ExitCode.OK;
    }

    /// The hub is asked only where an adapter that receives weight is missing.
    private Fetch fetch(Progress progress) throws IOException {
        hub.settings();
        return (bank, entries) -> {
            if (HubFetch.expected(bank, entries).files() == 0) {
                return new Fetch.Fetched(0, 0);
            }
            Downloads.Amount came = hub.fetch(progress).adapters(bank, entries);
            return new Fetch.Fetched(came.files(), came.bytes());
        };
    }

    /// What the user excludes, and what the audit flags, which is said.
    private List<String> flagged(Bank opened, RunOptions run, Screen screen) throws IOException {
        List<String> flagged =
                AuditedBank.of(opened, run.threads(), new ScreenProgress(screen)).flagged();
        screen.progressEnds();
        screen.err()
                .println(
                        "audit: entries flagged, left out: "
                                + (flagged.isEmpty() ? "none" : String.join(", ", flagged)));
        List<String> all = new ArrayList<>(excluded);
        all.addAll(flagged);
        return all;
    }

    private void report(Screen screen, GenerationReport report) {
        if (common.json()) {
            common.print(report.json());
            return;
        }
        report.print(screen);
    }

    /// What the user chose; a value out of range is a usage error.
    private GenerateOptions options() throws IOException {
        try {
            fewExamples.requireF32(mixture.dtype());
            return new GenerateOptions(
                    weights.distance(),
                    on.representation(),
                    weights.rule(),
                    weights.truncation(usualTopK()),
                    mixture.mixture(),
                    mixture.dtype(),
                    template.choice(),
                    excluded,
                    leaveOut ? GenerateOptions.OwnEntry.LEAVE_OUT : GenerateOptions.OwnEntry.KEEP,
                    Chosen.byHand(),
                    mixture.strength());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /// Learned coefficients are of a dozen adapters, unless the user says otherwise.
    private OptionalInt usualTopK() {
        return fewExamples.learns() ? OptionalInt.of(LEARNED) : OptionalInt.empty();
    }

    private RunOptions runOptions(Screen screen) {
        return new RunOptions(
                threads.count(),
                force ? Existing.REPLACE : Existing.REFUSE,
                new ScreenProgress(screen));
    }
}
