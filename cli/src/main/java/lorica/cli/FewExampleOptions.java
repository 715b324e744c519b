package lorica.cli;

import lorica.experiment.FewExamples;
import lorica.experiment.refine.FineTuning;
import lorica.experiment.refine.RefinementTraining;
import lorica.generate.Refinement;
import lorica.tensor.Dtype;
import lorica.torch.Libtorch;
import lorica.train.CoefficientFit;
import lorica.train.TrainingListener;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
                "The base model: learn the mixture's coefficients from the dataset's first examples"
                        + " with it, adapters frozen (docs/methods/few-examples.md). Then --top-k is"
                        + " 12 unless given."
            })
    private Optional<Path> base = Optional.empty();

    @Option(
            names = "--fit-examples",
            paramLabel = "N",
            description = "Examples that --base learns from, at most. Default: 64.")
    private Optional<Integer> examples = Optional.empty();

    @Option(
            names = "--fit-steps",
            paramLabel = "N",
            description = "Steps that --base makes, at most. Default: 40.")
    private Optional<Integer> steps = Optional.empty();

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description =
                    "The longest that --base learns, for instance 90s or 2m. Default: no limit.")
    private Optional<String> budget = Optional.empty();

    @Option(
            names = "--refine",
            paramLabel = "N",
            description = {
                "Fine-tune the generated adapter for N steps on the dataset, with --base; 15 give most of"
                        + " what fine-tuning gives (docs/methods/refinement.md). Coefficients are then"
                        + " learned first only with --fit-examples, --fit-steps or --budget."
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
        return examples.isPresent() || steps.isPresent() || budget.isPresent();
    }

    /// What the user chose; options without a base model are a usage error.
    ///
    /// @param progress of fine-tuning
    Refinement refinement(TrainingListener progress) {
        if (base.isEmpty()) {
            if (saysHowToLearn() || refine.isPresent()) {
                throw usage(
                        "--refine, --fit-examples, --fit-steps, --budget: expected --base DIR with them, found none");
            }
            return Refinement.none();
        }
        Libtorch.setThreads(Runtime.getRuntime().availableProcessors());
        try {
            Refinement coefficients = learns() ? coefficients() : Refinement.none();
            return refine.isPresent()
                    ? new FineTuning(
                            base.get(),
                            refine.get(),
                            RefinementTraining.defaults(),
                            coefficients,
                            progress)
                    : coefficients;
        } catch (IllegalArgumentException e) {
            throw usage("--" + e.getMessage());
        }
    }

    private Refinement coefficients() {
        CoefficientFit.Options usual = CoefficientFit.Options.defaults();
        try {
            return new FewExamples(
                    base.orElseThrow(),
                    examples.orElse(64),
                    new CoefficientFit.Options(
                            steps.orElse(usual.steps()),
                            usual.learningRate(),
                            usual.sharing(),
                            usual.batch(),
                            budget.map(this::duration)));
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
