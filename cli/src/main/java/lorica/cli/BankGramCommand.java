package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.DamagedBlob;
import lorica.distance.Distance;
import lorica.evaluate.Bootstrap;
import lorica.evaluate.Interval;
import lorica.experiment.Agreement;
import lorica.experiment.ModelIdentity;
import lorica.generate.BankIndex;
import lorica.gram.GramIndex;
import lorica.gram.GramMatrix;
import lorica.gram.GramReport;
import lorica.gram.MomentIndex;
import lorica.model.CausalLanguageModel;
import lorica.storage.Checksum;
import lorica.tensor.NpyFile;
import lorica.tensor.Shape;
import lorica.torch.Libtorch;
import lorica.train.ActivationMoments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank gram BANK`.
@Command(
        name = "gram",
        description = {
            "Computes the inner products of a bank's adapters, and keeps them with the bank.",
            "",
            "Other commands compute what they miss; this one does it beforehand. An added entry"
                    + " costs one row. Interrupted, it goes on where it stopped.",
            "",
            "With --base, of what the adapters do and not of what they are: in the geometry of what"
                    + " the base model sees on the bank's examples, which is kept with the bank"
                    + " (docs/methods/functional-gram.md)."
        },
        footer = {
            "",
            "Examples:",
            "  lorica bank gram my-bank",
            "  lorica bank gram my-bank --against js,kl --on output",
            "  lorica bank gram my-bank -o new-gram.npy",
            "  lorica bank gram my-bank --base base-model"
        })
final class BankGramCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(
            names = "--against",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Also say how far these distances between datasets agree with the adapters'"
                            + " cosines.")
    private List<String> against = List.of();

    @Mixin private RepresentationOption on;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the matrix as NumPy's .npy, in the bank's order.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--factors",
            description =
                    "Of the flat factors A and B, as published, instead of the updates ΔW = s·B·A.")
    private boolean factors;

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description =
                    "The base model: measure what it sees on the bank's examples, where that is not"
                            + " kept, and compare by what the updates do there.")
    private Optional<Path> base = Optional.empty();

    @Option(
            names = "--functional",
            description = "Compare so by what an earlier --base measured and the bank keeps.")
    private boolean functional;

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "Examples of each dataset that --base reads, at most (default: 32).")
    private Optional<Integer> examples = Optional.empty();

    @Mixin private ReplaceOption replace;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        requireOneSpace();
        replace.requireFree(output);
        List<Distance> distances = against.stream().map(Distance::parse).toList();
        Screen screen = common.screen();
        ScreenProgress progress = new ScreenProgress(screen);
        Bank opened = Bank.open(bank);
        Optional<MomentIndex> moments = moments(opened, progress);
        GramIndex index =
                moments.isPresent()
                        ? GramIndex.open(opened, moments.get(), threads.count(), progress)
                        : GramIndex.open(opened, threads.count(), progress);
        GramMatrix gram = factors ? flat(index) : index.gram().updates();
        List<Agreement> agreements = agreements(opened, gram, distances, progress);
        screen.progressEnds();
        Found found = new Found(index, gram, moments, agreements);
        if (!index.report().unkept().isEmpty()) {
            throw new IOException(
                    "%s: expected to write %d rows, found that none could be: %s"
                            .formatted(
                                    bank,
                                    index.report().unkept().size(),
                                    index.report().unkept().getFirst()));
        }
        int n = gram.entries().size();
        if (output.isPresent()) {
            NpyFile.write(output.get(), Shape.of(n, n), gram.values());
        }
        if (common.json()) {
            common.print(json(found));
            return ExitCode.OK;
        }
        print(screen.out(), found);
        return ExitCode.OK;
    }

    private void requireOneSpace() {
        if (factors && (functional || base.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--factors: expected without --base and --functional, which compare what updates do, found both");
        }
        if (examples.orElse(1) < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--examples: expected at least 1, found " + examples.orElseThrow());
        }
        if (examples.isPresent() && base.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--examples: expected --base DIR with it, which reads them, found none");
        }
    }

    private Optional<MomentIndex> moments(Bank opened, ScreenProgress progress) throws IOException {
        if (base.isPresent()) {
            return Optional.of(measured(opened, base.get(), progress));
        }
        Optional<MomentIndex> kept = functional ? MomentIndex.find(opened) : Optional.empty();
        if (functional && kept.isEmpty()) {
            throw new IllegalArgumentException(
                    "--functional: expected what the base model sees to be kept with %s, found that it was never measured; give --base DIR once"
                            .formatted(bank));
        }
        return kept;
    }

    private MomentIndex measured(Bank opened, Path directory, ScreenProgress progress)
            throws IOException {
        Libtorch.setThreads(threads.count());
        ActivationMoments.Options usual = ActivationMoments.Options.defaults();
        try (CausalLanguageModel model = CausalLanguageModel.open(directory, Optional.empty())) {
            return ActivationMoments.open(
                    opened,
                    model,
                    new Checksum(ModelIdentity.of(directory)),
                    examples.map(usual::withExamples).orElse(usual),
                    progress);
        }
    }

    private GramMatrix flat(GramIndex index) {
        return index.gram()
                .factors()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "--factors: expected adapters of the same modules and ranks, found others in %s; leave it out to compare updates"
                                                .formatted(bank)));
    }

    private List<Agreement> agreements(
            Bank opened, GramMatrix gram, List<Distance> distances, ScreenProgress progress)
            throws IOException {
        List<Agreement> found = new ArrayList<>();
        if (distances.isEmpty()) {
            return found;
        }
        try (BankIndex datasets = BankIndex.open(opened, threads.count(), progress)) {
            List<String> usable = datasets.usable().stream().map(BankEntry::id).toList();
            for (Distance distance : distances) {
                found.add(
                        Agreement.of(
                                datasets.matrix(distance, on.representation()),
                                gram.among(usable),
                                Bootstrap.defaults()));
            }
        }
        return found;
    }

    /// What is shown.
    private record Found(
            GramIndex index,
            GramMatrix gram,
            Optional<MomentIndex> moments,
            List<Agreement> agreements) {
        String space() {
            return moments.isPresent() ? "functional" : "updates";
        }
    }

    private void print(PrintWriter out, Found found) {
        GramIndex index = found.index();
        GramMatrix gram = found.gram();
        GramReport report = index.report();
        found.moments()
                .ifPresent(
                        kept ->
                                out.printf(
                                        "what the base model sees: %,d tokens of at most %d examples a dataset%n",
                                        kept.tokens(), kept.source().examples()));
        out.printf(
                "%,d adapters, %,d modules: computed %,d pairs in %.1f s, %,d were kept%n",
                gram.entries().size(),
                index.modules().size(),
                report.pairsComputed(),
                report.computing().toNanos() / 1e9,
                report.pairsKept());
        String norm = factors ? "‖θ‖" : found.moments().isPresent() ? "√E‖ΔW·x‖²" : "‖ΔW‖";
        out.printf("%s of an adapter: %s%n", norm, spread(norms(gram)));
        if (gram.entries().size() > 1) {
            out.printf("cosine of two adapters: %s%n", spread(cosines(gram)));
        }
        for (Agreement agreement : found.agreements()) {
            out.printf(
                    "%s against the cosines: Pearson %s, Spearman %s%n",
                    agreement.distance(), text(agreement.pearson()), text(agreement.spearman()));
        }
        for (DamagedBlob damaged : report.damaged()) {
            out.printf("mended %s: %s%n", damaged.file(), damaged.fault());
        }
        output.ifPresent(file -> out.println("matrix: " + file));
    }

    private static String text(Optional<Interval> interval) {
        return interval.map(
                        one ->
                                String.format(
                                        Locale.ROOT,
                                        "%.2f [%.2f, %.2f]",
                                        one.estimate(),
                                        one.low(),
                                        one.high()))
                .orElse("not defined");
    }

    private static String spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.4g to %.4g, median %.4g",
                sorted[0],
                sorted[sorted.length - 1],
                sorted[sorted.length / 2]);
    }

    private static double[] norms(GramMatrix gram) {
        double[] norms = new double[gram.entries().size()];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = gram.norm(i);
        }
        return norms;
    }

    private static double[] cosines(GramMatrix gram) {
        int n = gram.entries().size();
        double[] cosines = new double[n * (n - 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                cosines[at++] = gram.cosine(i, j);
            }
        }
        return cosines;
    }

    private ObjectNode json(Found found) {
        GramIndex index = found.index();
        GramMatrix gram = found.gram();
        GramReport report = index.report();
        ObjectNode document = CommonOptions.document("lorica.bank.gram/1");
        document.put("bank", bank.toString());
        document.put("space", factors ? "factors" : found.space());
        found.moments()
                .ifPresent(
                        kept ->
                                document.put("tokens", kept.tokens())
                                        .put("examples", kept.source().examples()));
        gram.entries().forEach(document.putArray("entries")::add);
        document.put("modules", index.modules().size());
        document.put("pairsComputed", report.pairsComputed());
        document.put("pairsKept", report.pairsKept());
        document.put("seconds", report.computing().toNanos() / 1e9);
        ArrayNode norms = document.putArray("norms");
        for (double norm : norms(gram)) {
            norms.add(norm);
        }
        ArrayNode against = document.putArray("against");
        for (Agreement agreement : found.agreements()) {
            ObjectNode node = against.addObject().put("distance", agreement.distance());
            put(node, "pearson", agreement.pearson());
            put(node, "spearman", agreement.spearman());
        }
        ArrayNode mended = document.putArray("mended");
        for (DamagedBlob damaged : report.damaged()) {
            mended.addObject().put("file", damaged.file().toString()).put("fault", damaged.fault());
        }
        return document;
    }

    private static void put(ObjectNode node, String name, Optional<Interval> interval) {
        interval.ifPresent(
                one ->
                        node.putObject(name)
                                .put("estimate", one.estimate())
                                .put("low", one.low())
                                .put("high", one.high()));
    }
}
