package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.choice.TransferChoice;
import lorica.coefficient.Transfer;
import lorica.distance.Distance;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.experiment.LearnedRows;
import lorica.experiment.LocalAnswerer;
import lorica.experiment.ModelIdentity;
import lorica.experiment.Scope;
import lorica.experiment.Study;
import lorica.experiment.StudyBank;
import lorica.experiment.StudyJobs;
import lorica.experiment.StudyJson;
import lorica.experiment.StudyOptions;
import lorica.experiment.StudyPlan;
import lorica.experiment.StudyResult;
import lorica.experiment.StudyRow;
import lorica.experiment.fewexamples.SearchOptions;
import lorica.infer.Decoding;
import lorica.mixture.ConcatMixture;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;
import lorica.storage.Progress;
import lorica.torch.Libtorch;
import lorica.train.rule.ScalarRuleTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lorica study --bank DIR --base DIR -o DIR`.
@Command(
        name = "study",
        description = {
            "Measures what generated adapters are worth: leave-one-out over a bank whose entries have",
            "test splits (test.jsonl beside the training split), with every control."
        },
        footer = {
            "",
            "Example:",
            "  lorica study --bank my-bank --base base-model -o new-study --limit 2 --distances js --temperatures 1 --max-new-tokens 4"
        })
final class StudyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Mixin private LeaveOneOutOptions over;

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "The base model; not needed where all predictions are there.")
    private Optional<Path> base = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The study's folder; one that is there goes on where it stopped.")
    private Path output;

    @Option(
            names = "--distances",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "wd,kl,js,mmd",
            description = "Distances (default: ${DEFAULT-VALUE}).")
    private List<String> distances;

    @Option(
            names = "--on",
            paramLabel = "PART",
            description =
                    "Which tokens are compared: both, input, output, or a sum as input=1,output=3;"
                            + " may be repeated (default: both).")
    private List<String> on = List.of("both");

    @Option(
            names = "--rules",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "attentional,normalized",
            description = "Rules (default: ${DEFAULT-VALUE}).")
    private List<String> rules;

    @Option(
            names = "--temperatures",
            split = ",",
            paramLabel = "T",
            defaultValue = "1,0.3",
            description = "Temperatures of every rule (default: ${DEFAULT-VALUE}).")
    private List<Double> temperatures;

    @Option(
            names = "--mixtures",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "factors,delta",
            description = "factors, delta, concat (default: ${DEFAULT-VALUE}).")
    private List<String> mixtures;

    @Option(
            names = "--few-examples",
            paramLabel = "N",
            description = {
                "Also learn coefficients from N of each task's own examples with the base model, and"
                        + " the best point of the simplex (docs/methods/few-examples.md)."
            })
    private Optional<Integer> fewExamples = Optional.empty();

    @Option(
            names = "--leave-family-out",
            description = "Also leave out all entries of a task's family.")
    private boolean leaveFamilyOut;

    @Option(
            names = "--published",
            description = "Also make the released code's choices (docs/methods/published.md).")
    private boolean published;

    @Option(
            names = "--ablate",
            description =
                    "Also change the defaults of generate one idea at a time, and choose as --auto"
                            + " does (docs/methods/study.md).")
    private boolean ablate;

    @Option(
            names = "--choose",
            description =
                    "Also choose the best row on one half of the datasets and test it on the other.")
    private boolean choose;

    @Option(
            names = "--neural",
            description =
                    "Also train learned rules, without the tasks they serve"
                            + " (docs/methods/neural.md); minutes.")
    private boolean neural;

    @Option(
            names = "--neural-width",
            paramLabel = "N",
            description =
                    "Hidden units of the paper's rule. Default: 4000, as published; 256 take seconds.")
    private Optional<Integer> neuralWidth = Optional.empty();

    @Option(
            names = "--bank-sizes",
            description = "Also generate from a half, a quarter, … of the other entries.")
    private boolean bankSizes;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "256",
            description = "The most tokens of an answer (default: ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Seed of random entries, shuffles, samples (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--export-jobs",
            paramLabel = "DIR",
            description = "Write adapters and prompts for a model elsewhere, and stop.")
    private Optional<Path> exportJobs = Optional.empty();

    @Option(
            names = "--import-predictions",
            paramLabel = "DIR",
            description = "Take predictions that were made from exported jobs.")
    private Optional<Path> importPredictions = Optional.empty();

    @Override
    public Integer call() throws IOException {
        int workers = over.workers();
        Screen screen = common.screen();
        Progress progress =
                (what, done, total) -> screen.progress("%s %d/%d".formatted(what, done, total));
        Bank opened = over.open();
        StudyBank read =
                StudyBank.read(
                        opened,
                        new StudyBank.Extent(over.rows(), parts(), Set.copyOf(over.entries())),
                        progress,
                        workers);
        ScalarRuleTraining.Options published = ScalarRuleTraining.Options.published();
        StudyPlan plan =
                StudyPlan.of(
                        read,
                        options(read, workers),
                        neuralWidth.map(published::withWidth).orElse(published));
        if (fewExamples.isPresent()) {
            plan = plan.with(learned(opened, read, plan.options(), progress));
        }
        Study study = new Study(plan, output);
        StudyJobs jobs = new StudyJobs(study);
        if (importPredictions.isPresent()) {
            jobs.take(importPredictions.get());
        }
        if (exportJobs.isPresent()) {
            int exported = jobs.export(exportJobs.get(), progress);
            screen.progressEnds();
            return exported(exported);
        }
        if (base.isPresent()) {
            answer(study, base.get(), progress);
        }
        screen.progressEnds();
        StudyResult result = study.score();
        study.write(result);
        if (common.json()) {
            common.print(StudyJson.document(result));
            return ExitCode.OK;
        }
        screen.out().print(study.tables());
        screen.out().println("\nstudy: " + output);
        return ExitCode.OK;
    }

    private List<Representation> representations() {
        return on.stream().map(Representation::parse).toList();
    }

    /// The published rows always compare input and output as one text; ablation, learned rules and
    /// bank sizes need the parts that `generate` compares.
    private Set<Part> parts() {
        boolean all = ablate || neural || bankSizes;
        Set<Part> parts =
                all ? EnumSet.of(Part.BOTH, Part.INPUT, Part.OUTPUT) : EnumSet.of(Part.BOTH);
        representations().forEach(one -> parts.addAll(one.parts()));
        if (ablate || rules.contains(Transfer.NAME)) {
            TransferChoice.representations().forEach(one -> parts.addAll(one.parts()));
        }
        if (fewExamples.isPresent()) {
            parts.addAll(LearnedRows.parts());
        }
        return parts;
    }

    private List<StudyRow> learned(
            Bank opened, StudyBank read, StudyOptions options, Progress progress)
            throws IOException {
        Path model =
                base.orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--few-examples: expected --base DIR with it, which learns from them, found none"));
        Libtorch.setThreads(1);
        return new LearnedRows(
                        opened,
                        read,
                        SearchOptions.defaults()
                                .withExamples(fewExamples.orElseThrow())
                                .withSeed(seed))
                .rows(model, options, output, progress);
    }

    private int exported(int jobs) {
        if (common.json()) {
            common.print(CommonOptions.document("lorica.study-jobs/1").put("jobs", jobs));
            return ExitCode.OK;
        }
        common.screen().out().println("%d jobs: %s".formatted(jobs, exportJobs.orElseThrow()));
        return ExitCode.OK;
    }

    private StudyOptions options(StudyBank read, int workers) throws IOException {
        StudyOptions defaults =
                StudyOptions.defaults(
                        base.isPresent() ? ModelIdentity.of(base.get()) : read.base());
        List<Scope> scopes = new ArrayList<>(List.of(Scope.LEAVE_ONE_OUT));
        if (leaveFamilyOut) {
            if (!read.hasFamilies()) {
                throw new IllegalArgumentException(
                        "--leave-family-out: expected entries that share a family (`lorica bank add --metadata` or `--family` gives one), found none in "
                                + over.bank());
            }
            scopes.add(Scope.LEAVE_FAMILY_OUT);
        }
        return new StudyOptions(
                distances.stream().map(Distance::parse).toList(),
                representations(),
                rules,
                temperatures,
                mixtures.stream().map(StudyCommand::mixture).toList(),
                scopes,
                extras(),
                defaults.model(),
                maxNewTokens,
                workers,
                seed,
                defaults.bootstrap());
    }

    private Set<StudyOptions.Extra> extras() {
        Set<StudyOptions.Extra> extras = EnumSet.noneOf(StudyOptions.Extra.class);
        if (published) {
            extras.add(StudyOptions.Extra.PUBLISHED);
        }
        if (ablate) {
            extras.add(StudyOptions.Extra.ABLATION);
        }
        if (choose) {
            extras.add(StudyOptions.Extra.CHOICE);
        }
        if (neural) {
            extras.add(StudyOptions.Extra.NEURAL);
        }
        if (bankSizes) {
            extras.add(StudyOptions.Extra.BANK_SIZES);
        }
        return extras;
    }

    private static Mixture mixture(String name) {
        return switch (name) {
            case "factors" -> new FactorMixture();
            case "delta" -> DeltaMixture.atSourceRank();
            case "concat" -> new ConcatMixture();
            default ->
                    throw new IllegalArgumentException(
                            "--mixtures: expected factors, delta or concat, found '%s'"
                                    .formatted(name));
        };
    }

    private void answer(Study study, Path model, Progress progress) throws IOException {
        Libtorch.setThreads(1); // one thread a model: small models gain nothing from more
        StudyBank read = study.plan().bank();
        Decoding plain = Decoding.defaults().withMaxNewTokens(maxNewTokens).withBatch(64);
        Decoding decoding = read.text().stop().map(plain::withStop).orElse(plain);
        study.answer(
                () -> LocalAnswerer.open(model, read.tokenizer(), read.beginning(), decoding),
                progress);
    }
}
