package lorica.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.adapter.LoraConfig.Scaling;
import lorica.dataset.TrainingText;
import lorica.train.Optimisation;
import lorica.train.Schedule;
import lorica.train.TextPolicy;
import lorica.train.TextPolicy.LossOn;
import lorica.train.TextPolicy.Overlong;
import lorica.train.TrainingOptions;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.TrainingOptions.Validation;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.Selection;
import lorica.train.method.TrainingMethod;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How a training goes, as `train` and `bank build` take it.
final class TrainingArguments {
    enum Decay {
        constant,
        linear,
        cosine
    }

    enum Loss {
        output,
        all
    }

    enum TooLong {
        refuse,
        drop
    }

    enum Columns {
        scattered,
        window
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "lora",
            description =
                    "lora, lora+, asym, cola, rac, cla, r-cla, c3la, r-c3la, s-cla, s-r-c3la, paca, d-paca, c-paca, fft; asym, rac and those of cla with -b freeze B (default: ${DEFAULT-VALUE}).")
    private String method;

    @Option(
            names = "--links",
            paramLabel = "K",
            defaultValue = "4",
            description =
                    "Links of a chain (cola, rac, c3la, r-c3la, s-r-c3la, c-paca) (default: ${DEFAULT-VALUE}).")
    private int links;

    @Option(
            names = "--rate-of-b",
            paramLabel = "X",
            defaultValue = "16",
            description =
                    "lora+: the learning rate of B over that of A (default: ${DEFAULT-VALUE}).")
    private double rateOfB;

    @Option(
            names = "--columns",
            paramLabel = "scattered|window",
            defaultValue = "scattered",
            description =
                    "How r-cla, r-c3la and s-r-c3la choose columns by chance (default: ${DEFAULT-VALUE}).")
    private Columns columns;

    @Option(
            names = "--separator",
            paramLabel = "S",
            defaultValue = " ",
            description = "Between input and output; escapes as \\n (default: one space).")
    private String separator;

    @Option(
            names = "--terminator",
            paramLabel = "S",
            defaultValue = "\\n",
            description = "After the output; escapes as \\n (default: a newline).")
    private String terminator;

    @Option(
            names = "--loss-on",
            paramLabel = "output|all",
            defaultValue = "output",
            description = "Tokens that are learned (default: ${DEFAULT-VALUE}).")
    private Loss lossOn;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "The most tokens of a row (default: the model's context).")
    private Optional<Integer> maxLength = Optional.empty();

    @Option(
            names = "--overlong",
            paramLabel = "refuse|drop",
            defaultValue = "refuse",
            description = "Rows over that length (default: ${DEFAULT-VALUE}).")
    private TooLong overlong;

    @Option(
            names = {"-r", "--rank"},
            paramLabel = "N",
            defaultValue = "16",
            description = "LoRA rank, or columns trained (default: ${DEFAULT-VALUE}).")
    private int rank;

    @Option(
            names = "--alpha",
            paramLabel = "X",
            description = "LoRA alpha (default: twice the rank).")
    private Optional<Double> alpha = Optional.empty();

    @Option(names = "--rslora", description = "Scale by alpha/sqrt(r) instead of alpha/r.")
    private boolean rankStabilised;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0",
            description = "Dropout before A (default: ${DEFAULT-VALUE}).")
    private double dropout;

    @Option(
            names = "--target-modules",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "q_proj,k_proj,v_proj",
            description =
                    "Linear maps that are adapted, or all-linear (default: ${DEFAULT-VALUE}).")
    private List<String> targets;

    @Option(
            names = "--init-seed",
            paramLabel = "S",
            defaultValue = "0",
            description =
                    "Seed of A; adapters to be mixed should share it (default: ${DEFAULT-VALUE}).")
    private long initialisation;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "250",
            description = "Updates of the weights (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Rows in memory together (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches an update (default: ${DEFAULT-VALUE}).")
    private int accumulation;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "1e-3",
            description = "The peak (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "constant|linear|cosine",
            defaultValue = "cosine",
            description = "The learning rate after the warm-up (default: ${DEFAULT-VALUE}).")
    private Decay schedule;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10",
            description = "Steps in which it rises (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            defaultValue = "0",
            description = "Decoupled weight decay (default: ${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(
            names = "--clip",
            paramLabel = "X",
            defaultValue = "1",
            description = "Largest gradient norm, 0 for none (default: ${DEFAULT-VALUE}).")
    private double clip;

    @Option(
            names = "--validate-every",
            paramLabel = "N",
            defaultValue = "50",
            description = "Steps between validations (default: ${DEFAULT-VALUE}).")
    private int validateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Stop after N validations without improvement (default: never).")
    private Optional<Integer> patience = Optional.empty();

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            defaultValue = "100",
            description = "Steps between checkpoints, 0 for none (default: ${DEFAULT-VALUE}).")
    private int checkpointEvery;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Seed of row order, dropout, random weights (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: one a core).")
    private Optional<Integer> threads = Optional.empty();

    Optional<Integer> threads() {
        return threads;
    }

    long seed() {
        return seed;
    }

    TrainingText text() {
        return UsageFault.check(command, this::uncheckedText);
    }

    private TrainingText uncheckedText() {
        return new TrainingText(separator.translateEscapes(), terminator.translateEscapes());
    }

    TextPolicy policy(OptionalInt beginning) {
        return new TextPolicy(
                text(),
                beginning,
                switch (lossOn) {
                    case output -> LossOn.OUTPUT;
                    case all -> LossOn.ALL;
                },
                maxLength.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                switch (overlong) {
                    case refuse -> Overlong.REFUSE;
                    case drop -> Overlong.DROP;
                });
    }

    /// What the method's updates look like.
    LowRank lowRank() {
        return UsageFault.check(command, this::uncheckedLowRank);
    }

    private LowRank uncheckedLowRank() {
        return new LowRank(
                rank,
                alpha.orElse(2.0 * rank),
                rankStabilised ? Scaling.RANK_STABILISED : Scaling.LORA,
                dropout,
                targets.equals(List.of("all-linear")) ? LowRank.ALL_LINEAR : targets,
                initialisation);
    }

    /// What only some methods take.
    MethodName.Choices choices() {
        return new MethodName.Choices(
                links,
                rateOfB,
                switch (columns) {
                    case scattered -> Selection.SCATTERED;
                    case window -> Selection.WINDOW;
                });
    }

    /// The method by its name.
    TrainingMethod method() {
        return UsageFault.check(command, () -> MethodName.of(method).method(lowRank(), choices()));
    }

    TrainingOptions options(TrainingMethod method) {
        return UsageFault.check(command, () -> uncheckedOptions(method));
    }

    private TrainingOptions uncheckedOptions(TrainingMethod method) {
        return new TrainingOptions(
                method,
                new Optimisation(
                        learningRate,
                        0.9,
                        0.999,
                        1e-8,
                        weightDecay,
                        clip > 0 ? OptionalDouble.of(clip) : OptionalDouble.empty(),
                        switch (schedule) {
                            case constant -> new Schedule.Constant(warmUp);
                            case linear -> new Schedule.Linear(warmUp);
                            case cosine -> new Schedule.Cosine(warmUp);
                        }),
                steps,
                new Batching(batch, accumulation, RowOrder.BUCKETED),
                new Validation(
                        validateEvery, patience.map(OptionalInt::of).orElseGet(OptionalInt::empty)),
                checkpointEvery,
                seed);
    }
}
