package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.choice.AttentionIndex;
import lorica.choice.RuleIndex;
import lorica.coefficient.Attention;
import lorica.coefficient.Evidence;
import lorica.coefficient.Neural;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.generate.BankIndex;
import lorica.generate.RuleEvidence;
import lorica.gram.GramIndex;
import lorica.gram.GramMatrix;
import lorica.storage.Progress;
import lorica.torch.Libtorch;
import lorica.train.rule.AttentionTraining;
import lorica.train.rule.ScalarRuleTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank learn BANK`.
@Command(
        name = "learn",
        description = {
            "Learns a rule from a bank's own adapters and keeps it with the bank, for",
            "`generate --rule neural` or `--rule attention` (docs/methods/neural.md)."
        },
        footer = {
            "",
            "Examples:",
            "  lorica bank learn my-bank --distance kl --on both --width 64 --epochs 3",
            "  lorica bank learn my-bank --rule attention"
        })
final class BankLearnCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            defaultValue = Neural.NAME,
            description =
                    "neural, the paper's, of one distance; attention, of several distances and"
                            + " statistics of the datasets. Default: ${DEFAULT-VALUE}.")
    private String rule;

    @Option(
            names = "--distance",
            paramLabel = "NAME",
            defaultValue = "js",
            completionCandidates = DistanceNames.class,
            description = "Between datasets, for neural: ${COMPLETION-CANDIDATES}. Default: js.")
    private String distance;

    @Mixin private RepresentationOption on;

    @Option(
            names = "--width",
            paramLabel = "N",
            description =
                    "Of the hidden layers. Default: 4000 for neural, as published; 16 for attention.")
    private Optional<Integer> width = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description =
                    "Passes over the bank. Default: 40 for neural, as published; 100 for attention.")
    private Optional<Integer> epochs = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Of the network's first weights. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private ThreadsOption threads;

    /// How a training went.
    ///
    /// @param seen what the rule weighs by
    /// @param before the loss at the start
    private record Learned(
            int entries, String seen, double before, double after, int epochs, double seconds) {}

    @Override
    public Integer call() throws IOException {
        boolean attention = attention();
        Libtorch.setThreads(threads.count());
        Screen screen = common.screen();
        ScreenProgress progress = new ScreenProgress(screen);
        Bank opened = Bank.open(bank);
        GramMatrix all = GramIndex.open(opened, threads.count(), progress).gram().updates();
        Learned learned =
                attention ? attention(opened, all, progress) : neural(opened, all, progress);
        screen.progressEnds();
        if (common.json()) {
            ObjectNode document =
                    CommonOptions.document("lorica.bank-learn/1")
                            .put("entries", learned.entries())
                            .put("rule", rule);
            if (!attention) {
                document.put("distance", distance).put("on", on.representation().label());
            }
            common.print(
                    document.put("lossBefore", learned.before())
                            .put("lossAfter", learned.after())
                            .put("seconds", learned.seconds()));
            return ExitCode.OK;
        }
        screen.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%d entries, %s: loss %.4f → %.4f in %d epochs, %.1f s; kept with %s",
                                learned.entries(),
                                learned.seen(),
                                learned.before(),
                                learned.after(),
                                learned.epochs(),
                                learned.seconds(),
                                bank));
        return ExitCode.OK;
    }

    /// Which rule; what the other is chosen by is a usage error.
    private boolean attention() {
        if (rule.equals(Neural.NAME)) {
            return false;
        }
        if (!rule.equals(Attention.NAME)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rule: expected one of %s, %s, found '%s'"
                            .formatted(Neural.NAME, Attention.NAME, rule));
        }
        for (String name : List.of("--distance", "--on")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "%s: expected none with --rule attention, which sees several distances, found one"
                                .formatted(name));
            }
        }
        return true;
    }

    private Learned neural(Bank opened, GramMatrix all, Progress progress) throws IOException {
        Distance measured = Distance.parse(distance);
        Representation compared = on.representation();
        ScalarRuleTraining.Options published = ScalarRuleTraining.Options.published();
        ScalarRuleTraining.Options options =
                new ScalarRuleTraining.Options(
                        width.orElse(published.width()),
                        epochs.orElse(published.epochs()),
                        published.learningRate(),
                        published.knots(),
                        published.points(),
                        seed);
        DistanceMatrix distances;
        try (BankIndex index = BankIndex.open(opened, threads.count(), progress)) {
            distances = index.matrix(measured, compared);
        }
        long start = System.nanoTime();
        ScalarRuleTraining.Result learned =
                ScalarRuleTraining.train(
                        distances, all.among(distances.entries()), options, progress);
        double seconds = (System.nanoTime() - start) / 1e9;
        RuleIndex.keep(opened, measured, compared, learned.rule());
        return new Learned(
                distances.entries().size(),
                measured.name() + " on " + compared.label(),
                learned.losses()[0],
                learned.loss(),
                options.epochs(),
                seconds);
    }

    private Learned attention(Bank opened, GramMatrix all, Progress progress) throws IOException {
        AttentionTraining.Options usual = AttentionTraining.Options.defaults();
        AttentionTraining.Options options =
                new AttentionTraining.Options(
                        width.orElse(usual.width()),
                        epochs.orElse(usual.epochs()),
                        usual.learningRate(),
                        usual.weightDecay(),
                        usual.objective(),
                        seed);
        Evidence.OfBank evidence;
        try (BankIndex index = BankIndex.open(opened, threads.count(), progress)) {
            evidence = RuleEvidence.of(index);
        }
        long start = System.nanoTime();
        AttentionTraining.Result learned =
                AttentionTraining.train(evidence, all.among(evidence.entries()), options, progress);
        double seconds = (System.nanoTime() - start) / 1e9;
        AttentionIndex.keep(opened, learned.rule());
        return new Learned(
                evidence.entries().size(),
                evidence.distances().size() + " distances",
                learned.losses()[0],
                learned.loss(),
                options.epochs(),
                seconds);
    }
}
