package lorica.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.experiment.fewexamples.FewExamples;
import lorica.experiment.fewexamples.SearchOptions;
import lorica.experiment.fewexamples.Stage;
import lorica.experiment.refine.FineTuning;
import lorica.experiment.refine.RefinementTraining;
import lorica.generate.Refinement;
import lorica.storage.Progress;
import lorica.tensor.Dtype;
import lorica.torch.Libtorch;
import lorica.train.TrainingListener;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `--base` and what goes with it: coefficients learned from the user's own examples, and steps of
/// fine-tuning that go on from the mixture.
final class FewExampleOptions {
    private static final Pattern DURATION = Pattern.compile("(\\d+)(s|m|h)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = {
                "The base model: choose and learn the mixture's coefficients by its loss on a few of"
                        + " the dataset's examples, adapters frozen (docs/methods/few-examples.md)."
                        + " Then --top-k is 12 unless given."
            })
    private Optional<Path> base = Optional.empty();

    @Option(
            names = "--learn",
            paramLabel = "STAGE",
            description = {
                "How far --base goes: search, soup, coefficients, directions, each from the one"
                        + " before. Default: directions."
            })
    private Optional<String> stage = Optional.empty();

    @Option(
            names = "--fit-examples",
            paramLabel = "N",
            description = "Examples that --base looks at, at most. Default: 64.")
    private Optional<Integer> examples = Optional.empty();

    @Option(
            names = "--fit-passes",
            paramLabel = "N",
            description = "Mixtures that --base tries, at most. Default: 100.")
    private Optional<Integer> passes = Optional.empty();

    @Option(
            names = "--fit-steps",
            paramLabel = "N",
            description =
                    "Gradient steps of --base in each fit. Default: 40, and 120 for directions.")
    private Optional<Integer> steps = Optional.empty();

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = {
                "The longest that --base works, for instance 90s or 2m; where it ends the work"
                        + " early, another machine may make another adapter. Default: no limit."
            })
    private Optional<String> budget = Optional.empty();

    @Option(
            names = "--refine",
            paramLabel = "N",
            description = {
                "Fine-tune the generated adapter for N steps on the dataset, with --base; 15 give most of"
                        + " what fine-tuning gives (docs/methods/refinement.md). Coefficients are then"
                        + " learned first only with --learn, --fit-examples, --fit-passes, --fit-steps or"
                        + " --budget."
            })
    private Optional<Integer> refine = Optional.empty();

    /// Whether coefficients are learned.
    boolean learns() {
        return base.isPresent() && (refine.isEmpty() || saysHowToLearn());
    }

    /// What fine-tuning writes is in F32; another type to write is a usage error.
    void requireF32(Dtype dtype) {
        if (refine.isPresent() && dtype != Dtype.F32) {
            throw usage(
                    "--dtype: expected f32 with --refine, found "
                            + dtype.name().toLowerCase(Locale.ROOT));
        }
    }

    private boolean saysHowToLearn() {
        return stage.isPresent()
                || examples.isPresent()
                || passes.isPresent()
                || steps.isPresent()
                || budget.isPresent();
    }

    /// What the user chose; options without a base model are a usage error.
    ///
    /// @param pool the most entries that a mixture is of
    /// @param progress of search and fit
    /// @param training progress of fine-tuning
    Refinement refinement(int pool, Progress progress, TrainingListener training) {
        if (base.isEmpty()) {
            if (saysHowToLearn() || refine.isPresent()) {
                throw usage(
                        "--refine, --learn, --fit-examples, --fit-passes, --fit-steps, --budget: expected --base DIR with them, found none");
            }
            return Refinement.none();
        }
        Libtorch.setThreads(Runtime.getRuntime().availableProcessors());
        try {
            Refinement coefficients = learns() ? coefficients(pool, progress) : Refinement.none();
            return refine.isPresent()
                    ? new FineTuning(
                            base.get(),
                            refine.get(),
                            learns()
                                    ? RefinementTraining.afterLearning()
                                    : RefinementTraining.defaults(),
                            coefficients,
                            training)
                    : coefficients;
        } catch (IllegalArgumentException e) {
            throw usage("--" + e.getMessage());
        }
    }

    private Refinement coefficients(int pool, Progress progress) {
        try {
            SearchOptions options = SearchOptions.defaults().withPool(pool);
            options = examples.map(options::withExamples).orElse(options);
            options = passes.map(options::withPasses).orElse(options);
            options = steps.map(options::withSteps).orElse(options);
            options = stage.map(Stage::parse).map(options::withLast).orElse(options);
            return new FewExamples(
                    base.orElseThrow(), options, budget.map(this::duration), progress);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw usage("--budget: expected a time such as 90s, 2m or 1h, found '" + text + "'");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
