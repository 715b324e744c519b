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
import lorica.generate.BankIndex;
import lorica.gram.GramIndex;
import lorica.gram.GramMatrix;
import lorica.gram.GramReport;
import lorica.tensor.NpyFile;
import lorica.tensor.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank gram BANK`.
@Command(
        name = "gram",
        description = {
            "Computes the inner products of a bank's adapters, and keeps them with the bank.",
            "",
            "Other commands compute what they miss; this one does it beforehand. An added entry"
                    + " costs one row. Interrupted, it goes on where it stopped."
        },
        footer = {
            "",
            "Examples:",
            "  lorica bank gram my-bank",
            "  lorica bank gram my-bank --against js,kl --on output",
            "  lorica bank gram my-bank -o new-gram.npy"
        })
final class BankGramCommand implements Callable<Integer> {
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

    @Mixin private ReplaceOption replace;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        replace.requireFree(output);
        List<Distance> distances = against.stream().map(Distance::parse).toList();
        Screen screen = common.screen();
        ScreenProgress progress = new ScreenProgress(screen);
        Bank opened = Bank.open(bank);
        GramIndex index = GramIndex.open(opened, threads.count(), progress);
        GramMatrix gram = factors ? flat(index) : index.gram().updates();
        List<Agreement> agreements = agreements(opened, gram, distances, progress);
        screen.progressEnds();
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
            common.print(json(index, gram, agreements));
            return ExitCode.OK;
        }
        print(screen.out(), index, gram, agreements);
        return ExitCode.OK;
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

    private void print(
            PrintWriter out, GramIndex index, GramMatrix gram, List<Agreement> agreements) {
        GramReport report = index.report();
        out.printf(
                "%,d adapters, %,d modules: computed %,d pairs in %.1f s, %,d were kept%n",
                gram.entries().size(),
                index.modules().size(),
                report.pairsComputed(),
                report.computing().toNanos() / 1e9,
                report.pairsKept());
        out.printf("%s of %s: %s%n", factors ? "‖θ‖" : "‖ΔW‖", "an adapter", spread(norms(gram)));
        if (gram.entries().size() > 1) {
            out.printf("cosine of two adapters: %s%n", spread(cosines(gram)));
        }
        for (Agreement agreement : agreements) {
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

    private ObjectNode json(GramIndex index, GramMatrix gram, List<Agreement> agreements) {
        GramReport report = index.report();
        ObjectNode document = CommonOptions.document("lorica.bank.gram/1");
        document.put("bank", bank.toString());
        document.put("space", factors ? "factors" : "updates");
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
        for (Agreement agreement : agreements) {
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
