package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.choice.RuleIndex;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.generate.BankIndex;
import lorica.gram.GramIndex;
import lorica.gram.GramMatrix;
import lorica.torch.Libtorch;
import lorica.train.rule.ScalarRuleTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lorica bank learn BANK`.
@Command(
        name = "learn",
        description = {
            "Learns the paper's neural rule from a bank's own adapters and keeps it with the bank,",
            "for `generate --rule neural` (docs/methods/neural.md)."
        },
        footer = {
            "",
            "Example:",
            "  lorica bank learn my-bank --distance kl --on both --width 64 --epochs 3"
        })
final class BankLearnCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(
            names = "--distance",
            paramLabel = "NAME",
            defaultValue = "js",
            completionCandidates = DistanceNames.class,
            description = "Between datasets: ${COMPLETION-CANDIDATES}. Default: js.")
    private String distance;

    @Mixin private RepresentationOption on;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Of the hidden layers. Default: ${DEFAULT-VALUE}, as published.")
    private int width;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "40",
            description = "Passes over the bank. Default: ${DEFAULT-VALUE}, as published.")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Of the network's first weights. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        Distance measured = Distance.parse(distance);
        Representation compared = on.representation();
        ScalarRuleTraining.Options published = ScalarRuleTraining.Options.published();
        ScalarRuleTraining.Options options =
                new ScalarRuleTraining.Options(
                        width,
                        epochs,
                        published.learningRate(),
                        published.knots(),
                        published.points(),
                        seed);
        Libtorch.setThreads(threads.count());
        Screen screen = common.screen();
        ScreenProgress progress = new ScreenProgress(screen);
        Bank opened = Bank.open(bank);
        GramMatrix all = GramIndex.open(opened, threads.count(), progress).gram().updates();
        DistanceMatrix distances;
        List<String> usable;
        try (BankIndex index = BankIndex.open(opened, threads.count(), progress)) {
            usable = index.usable().stream().map(BankEntry::id).toList();
            distances = index.matrix(measured, compared);
        }
        long start = System.nanoTime();
        ScalarRuleTraining.Result learned =
                ScalarRuleTraining.train(distances, all.among(usable), options, progress);
        double seconds = (System.nanoTime() - start) / 1e9;
        screen.progressEnds();
        RuleIndex.keep(opened, measured, compared, learned.rule());
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.bank-learn/1")
                            .put("entries", usable.size())
                            .put("distance", measured.name())
                            .put("on", compared.label())
                            .put("lossBefore", learned.losses()[0])
                            .put("lossAfter", learned.loss())
                            .put("seconds", seconds));
            return ExitCode.OK;
        }
        screen.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%d entries, %s on %s: loss %.4f → %.4f in %d epochs, %.1f s; kept with %s",
                                usable.size(),
                                measured.name(),
                                compared.label(),
                                learned.losses()[0],
                                learned.loss(),
                                epochs,
                                seconds,
                                bank));
        return ExitCode.OK;
    }
}
