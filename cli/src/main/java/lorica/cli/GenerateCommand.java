package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.choice.AutomaticChoice;
import lorica.choice.ChoiceIndex;
import lorica.choice.Remoteness;
import lorica.choice.RuleIndex;
import lorica.coefficient.CoefficientRule;
import lorica.coefficient.Neural;
import lorica.coefficient.Truncation;
import lorica.dataset.Dataset;
import lorica.dataset.Reading;
import lorica.distance.Distance;
import lorica.generate.Chosen;
import lorica.generate.Fetch;
import lorica.generate.GenerateOptions;
import lorica.generate.Generation;
import lorica.generate.Generator;
import lorica.generate.Recipe;
import lorica.generate.Refinement;
import lorica.generate.RunOptions;
import lorica.generate.Strength;
import lorica.hub.pull.HubFetch;
import lorica.hub.repository.Downloads;
import lorica.mixture.ConcatMixture;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;
import lorica.storage.Parallel;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory.Existing;
import lorica.tensor.Dtype;
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

    @Option(
            names = "--distance",
            paramLabel = "NAME",
            defaultValue = "js",
            completionCandidates = DistanceNames.class,
            description = "Between datasets: ${COMPLETION-CANDIDATES}. Default: js.")
    private String distance;

    @Mixin private RepresentationOption on;

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            defaultValue = "normalized",
            description =
                    "From distances to weights: attentional, normalized, or neural, which `bank learn`"
                            + " keeps with the bank. Default: normalized.")
    private String rule;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "Small sharpens the weights, large evens them out. Default: 0.15 for normalized"
                            + " (the paper's is 1), 1 for attentional and neural.")
    private Optional<Double> temperature = Optional.empty();

    @Option(
            names = "--mixture",
            paramLabel = "NAME",
            defaultValue = "delta",
            description = {
                "delta: the exact mixture, truncated to a rank; concat: exact, its rank the sum of"
                        + " all; factors: A and B averaged apart, as published. Default: delta."
            })
    private String mixture;

    @Option(
            names = "--rank",
            paramLabel = "N",
            description = "Rank of a delta mixture. Default: the sources' rank.")
    private Optional<Integer> rank = Optional.empty();

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Keep the K largest weights. Default: all.")
    private Optional<Integer> topK = Optional.empty();

    @Option(
            names = "--min-mass",
            paramLabel = "M",
            description = "Keep the largest weights that sum to M, in (0, 1]. Default: all.")
    private Optional<Double> minimumMass = Optional.empty();

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = "Of the weights written: f32, f16, bf16. Default: f32.")
    private String dtype;

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

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use. Default: one a processor.")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--force", description = "Replace an adapter that Lorica wrote before.")
    private boolean force;

    @Option(
            names = "--dry-run",
            description = "Print what would be mixed; write no adapter (the bank's index is kept).")
    private boolean dryRun;

    @Option(
            names = "--auto",
            description = {
                "Choose distance, --on, temperature and --top-k by leave-one-out over the bank's own"
                        + " adapters, once for the bank (docs/methods/automatic.md)."
            })
    private boolean auto;

    @Option(
            names = "--scale",
            paramLabel = "L",
            defaultValue = "1",
            description = "Multiply the adapter by this number. Default: 1.")
    private double scale;

    @Option(
            names = "--when-far",
            paramLabel = "WHAT",
            defaultValue = "warn",
            description = {
                "Where no entry is near: warn, shrink (multiply by threshold / distance) or zero"
                        + " (docs/methods/abstention.md). Default: warn."
            })
    private String whenFar;

    @Mixin private FewExampleOptions fewExamples;

    @Mixin private HubOptions hub;

    @Override
    public Integer call() throws IOException {
        GenerateOptions options = options();
        Screen screen = common.screen();
        RunOptions run = runOptions(screen).withFetch(fetch(new ScreenProgress(screen)));
        Refinement refinement =
                fewExamples.refinement(
                        topK.orElse(LEARNED), run.progress(), new TrainProgress(screen));
        Reading way = reading.reading();
        Bank opened = Bank.open(bank);
        if (excludeFlagged) {
            options = options.withExcluded(flagged(opened, run, screen));
        }
        if (auto) {
            options = automatic(options, opened, run);
        } else {
            if (rule.equals(Neural.NAME)) {
                options = options.withRule(learned(options, opened));
            }
            options = options.withChosen(calibrated(options, opened, run));
        }
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
        // The bank's learned rule takes the place of this one once the bank is open.
        String closed = rule.equals(Neural.NAME) ? "normalized" : rule;
        try {
            fewExamples.requireF32(dtype());
            return new GenerateOptions(
                    Distance.parse(distance),
                    on.representation(GenerateOptions.defaults().on()),
                    temperature.isPresent()
                            ? CoefficientRule.parse(closed, temperature.get())
                            : CoefficientRule.parse(closed),
                    new Truncation(
                            kept(),
                            minimumMass.map(OptionalDouble::of).orElse(OptionalDouble.empty())),
                    mixture(),
                    dtype(),
                    template.choice(),
                    excluded,
                    leaveOut ? GenerateOptions.OwnEntry.LEAVE_OUT : GenerateOptions.OwnEntry.KEEP,
                    Chosen.byHand(),
                    new Strength(scale, Strength.WhenFar.parse(whenFar)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /// Learned coefficients are of a dozen adapters, unless the user says otherwise.
    private OptionalInt kept() {
        if (topK.isPresent()) {
            return OptionalInt.of(topK.get());
        }
        return fewExamples.learns() ? OptionalInt.of(LEARNED) : OptionalInt.empty();
    }

    /// A person's choice, and what is far for it.
    private static Chosen calibrated(GenerateOptions options, Bank opened, RunOptions run) {
        return new Chosen(
                List.of(),
                () ->
                        Remoteness.open(
                                        opened,
                                        options.distance(),
                                        options.on(),
                                        run.threads(),
                                        run.progress())
                                .map(found -> OptionalDouble.of(found.threshold()))
                                .orElseGet(OptionalDouble::empty));
    }

    /// The bank's own choice in place of the user's; both at once are a usage error.
    private GenerateOptions automatic(GenerateOptions options, Bank opened, RunOptions run)
            throws IOException {
        for (String name : List.of("--distance", "--on", "--rule", "--temperature")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "%s: expected none with --auto, which chooses it, found one"
                                .formatted(name));
            }
        }
        AutomaticChoice choice = ChoiceIndex.open(opened, run.threads(), run.progress());
        boolean ownTopK = topK.isPresent() || fewExamples.learns();
        return options.withDistance(choice.candidate().distance())
                .withOn(choice.candidate().on())
                .withRule(choice.candidate().rule())
                .withTruncation(ownTopK ? options.truncation() : choice.candidate().truncation())
                .withChosen(choice.chosen());
    }

    private Neural learned(GenerateOptions options, Bank opened) throws IOException {
        Neural kept =
                RuleIndex.find(opened, options.distance(), options.on())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "%s: expected a neural rule of %s on %s, learned for exactly its entries (`lorica bank learn %s --distance %s --on %s`), found none"
                                                        .formatted(
                                                                bank,
                                                                options.distance().name(),
                                                                options.on().label(),
                                                                bank,
                                                                options.distance().name(),
                                                                options.on().label())));
        return temperature.map(kept::at).orElse(kept);
    }

    private RunOptions runOptions(Screen screen) {
        try {
            return new RunOptions(
                    threads.orElse(Parallel.defaultThreads()),
                    force ? Existing.REPLACE : Existing.REFUSE,
                    new ScreenProgress(screen));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Mixture mixture() {
        if (rank.isPresent() && !mixture.equals("delta")) {
            throw new IllegalArgumentException(
                    "--rank: expected --mixture delta, found %s, whose rank is that of its sources"
                            .formatted(mixture));
        }
        return switch (mixture) {
            case "delta" -> rank.map(DeltaMixture::ofRank).orElseGet(DeltaMixture::atSourceRank);
            case "concat" -> new ConcatMixture();
            case "factors" -> new FactorMixture();
            default ->
                    throw new IllegalArgumentException(
                            "mixture: expected one of delta, concat, factors, found '%s'"
                                    .formatted(mixture));
        };
    }

    private Dtype dtype() {
        return switch (dtype.toLowerCase(Locale.ROOT)) {
            case "f32" -> Dtype.F32;
            case "f16" -> Dtype.F16;
            case "bf16" -> Dtype.BF16;
            default ->
                    throw new IllegalArgumentException(
                            "dtype: expected one of f32, f16, bf16, found '%s'".formatted(dtype));
        };
    }
}
