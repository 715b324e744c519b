package lorica.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.bank.Bank;
import lorica.choice.AttentionIndex;
import lorica.choice.AutomaticChoice;
import lorica.choice.ChoiceIndex;
import lorica.choice.RuleIndex;
import lorica.choice.TransferChoice;
import lorica.choice.TransferChoiceIndex;
import lorica.choice.TransferIndex;
import lorica.coefficient.Attention;
import lorica.coefficient.CoefficientRule;
import lorica.coefficient.Neural;
import lorica.coefficient.Transfer;
import lorica.coefficient.TransferMatrix;
import lorica.coefficient.Truncation;
import lorica.distance.Distance;
import lorica.distance.JensenShannon;
import lorica.generate.Chosen;
import lorica.generate.GenerateOptions;
import lorica.generate.Remoteness;
import lorica.generate.RunOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How distances become the weights of a mixture: `--distance`, `--rule`, `--temperature`,
/// `--top-k`, `--min-mass`, or `--auto`, which has the bank choose.
final class WeightOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--distance",
            paramLabel = "NAME",
            defaultValue = "js",
            completionCandidates = DistanceNames.class,
            description = "Between datasets: ${COMPLETION-CANDIDATES}. Default: js.")
    private String distance;

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            defaultValue = "normalized",
            description =
                    "From distances to weights: attentional, normalized, or neural and attention, which"
                            + " `bank learn` keeps with the bank (attention weighs by several distances,"
                            + " whatever --distance says), or transfer (transfer-α-κ), by what"
                            + " `bank transfer` keeps."
                            + " Default: normalized.")
    private String rule;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "Small sharpens the weights, large evens them out. Default: 0.15 for normalized"
                            + " (the paper's is 1) and transfer, 1 for the others.")
    private Optional<Double> temperature = Optional.empty();

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
            names = "--auto",
            description = {
                "Choose distance, --on, rule, temperature and --top-k by leave-one-out over the bank's"
                        + " own adapters, once for the bank: by how they serve its datasets where"
                        + " `bank transfer` keeps that (docs/methods/automatic.md)."
            })
    private boolean auto;

    /// @throws IllegalArgumentException if there is none of that name
    Distance distance() {
        return Distance.parse(distance);
    }

    /// The rule; in place of the bank's learned one, which [#settled] finds, the usual one.
    ///
    /// @throws IllegalArgumentException if there is none of that name, or the temperature is none
    CoefficientRule rule() {
        String closed = isLearned() ? "normalized" : rule;
        return temperature.isPresent()
                ? CoefficientRule.parse(closed, temperature.get())
                : CoefficientRule.parse(closed);
    }

    private boolean isLearned() {
        return rule.equals(Neural.NAME) || rule.equals(Attention.NAME) || Transfer.isNamed(rule);
    }

    /// How many weights the user keeps, if they said so.
    OptionalInt topK() {
        return topK.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /// Which weights are kept.
    ///
    /// @param usual how many, where the user did not say
    /// @throws IllegalArgumentException if a value is out of range
    Truncation truncation(OptionalInt usual) {
        return new Truncation(
                topK.isPresent() ? topK() : usual,
                minimumMass.map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
    }

    /// The options with what only the bank knows: its own choice, its learned rule, and what is far
    /// from its entries.
    ///
    /// @param usual as for [#truncation]
    /// @throws ParameterException if the user chose by hand what `--auto` chooses
    GenerateOptions settled(GenerateOptions options, OptionalInt usual, Bank opened, RunOptions run)
            throws IOException {
        Optional<String> byHand = byHand();
        if (auto && byHand.isPresent()) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s: expected none with --auto, which chooses it, found one"
                            .formatted(byHand.get()));
        }
        if (byHand.isEmpty()) {
            Optional<TransferMatrix> losses =
                    TransferIndex.find(opened).filter(WeightOptions::tell);
            if (losses.isPresent()) {
                return auto
                        ? chosen(options, losses.get(), opened, run)
                        : served(options, losses.get(), opened, run);
            }
        }
        if (auto) {
            return automatic(options, usual, opened, run);
        }
        GenerateOptions chosen = isLearned() ? options.withRule(learned(options, opened)) : options;
        return chosen.withChosen(new Chosen(List.of(), calibration(opened, run)));
    }

    private static Chosen.Calibration calibration(Bank opened, RunOptions run) {
        return () ->
                Remoteness.open(opened, run.threads(), run.progress())
                        .map(found -> OptionalDouble.of(found.threshold()))
                        .orElseGet(OptionalDouble::empty);
    }

    /// An option that the user chose by, if they did.
    private Optional<String> byHand() {
        return List.of("--distance", "--on", "--rule", "--temperature").stream()
                .filter(command.commandLine().getParseResult()::hasMatchedOption)
                .findFirst();
    }

    /// Whether losses are of enough entries to leave each out.
    private static boolean tell(TransferMatrix losses) {
        return losses.entries().size() >= 3;
    }

    /// The bank's own choice by reconstruction.
    private GenerateOptions automatic(
            GenerateOptions options, OptionalInt usual, Bank opened, RunOptions run)
            throws IOException {
        AutomaticChoice choice = ChoiceIndex.open(opened, run.threads(), run.progress());
        boolean ownTopK = topK.isPresent() || usual.isPresent();
        return options.withDistance(choice.candidate().distance())
                .withOn(choice.candidate().on())
                .withRule(choice.candidate().rule())
                .withTruncation(ownTopK ? options.truncation() : choice.candidate().truncation())
                .withChosen(choice.chosen(calibration(opened, run)));
    }

    /// What does better than the defaults on a bank that keeps how its adapters serve its datasets
    /// (docs/results/development/transfer.md).
    private static GenerateOptions served(
            GenerateOptions options, TransferMatrix losses, Bank opened, RunOptions run) {
        return options.withOn(TransferIndex.compared())
                .withRule(Transfer.of(losses))
                .withChosen(
                        new Chosen(
                                List.of(
                                        "the bank keeps how its adapters serve its datasets: weighed by it"),
                                calibration(opened, run)));
    }

    /// The bank's own choice by the same losses.
    private static GenerateOptions chosen(
            GenerateOptions options, TransferMatrix losses, Bank opened, RunOptions run)
            throws IOException {
        TransferChoice choice =
                TransferChoiceIndex.open(opened, losses, run.threads(), run.progress());
        return options.withDistance(new JensenShannon())
                .withOn(choice.way().on())
                .withRule(choice.way().rule(losses))
                .withChosen(choice.chosen(calibration(opened, run)));
    }

    private CoefficientRule learned(GenerateOptions options, Bank opened) throws IOException {
        CoefficientRule kept =
                switch (rule) {
                    case Attention.NAME -> attention(opened);
                    case Neural.NAME -> neural(options, opened);
                    default -> transfer(opened);
                };
        return temperature.<CoefficientRule>map(kept::at).orElse(kept);
    }

    private static CoefficientRule attention(Bank opened) throws IOException {
        return AttentionIndex.find(opened)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s: expected an attention rule, learned for exactly its entries (`lorica bank learn %s --rule attention`), found none"
                                                .formatted(
                                                        opened.directory(), opened.directory())));
    }

    private CoefficientRule transfer(Bank opened) throws IOException {
        return Transfer.parse(
                rule,
                TransferIndex.find(opened)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "%s: expected losses of every adapter on every dataset (`lorica bank transfer %s --base DIR`), found none, or not of all"
                                                        .formatted(
                                                                opened.directory(),
                                                                opened.directory()))));
    }

    private static CoefficientRule neural(GenerateOptions options, Bank opened) throws IOException {
        String distance = options.distance().name();
        String on = options.on().label();
        return RuleIndex.find(opened, options.distance(), options.on())
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s: expected a neural rule of %s on %s, learned for exactly its entries (`lorica bank learn %s --distance %s --on %s`), found none"
                                                .formatted(
                                                        opened.directory(),
                                                        distance,
                                                        on,
                                                        opened.directory(),
                                                        distance,
                                                        on)));
    }
}
