package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.bank.DamagedBlob;
import lorica.distance.Distance;
import lorica.distribution.DatasetView;
import lorica.generate.BankIndex;
import lorica.generate.IndexReport;
import lorica.generate.PortableIndex;
import lorica.generate.PortableIndexFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank index BANK`.
@Command(
        name = "index",
        description = {
            "Computes what distances need of the bank's datasets, and keeps it.",
            "",
            "Every other command computes what it misses; this one does it beforehand."
                    + " Interrupted, it goes on where it stopped. Damaged blobs are mended."
        },
        footer = {
            "",
            "Examples:",
            "  lorica bank index my-bank --distance all",
            "  lorica bank index pulled-bank --export new-index.lorica"
        })
final class BankIndexCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(
            names = "--distance",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "js",
            description = "For which distances, or 'all' (default: ${DEFAULT-VALUE}).")
    private List<String> distances;

    @Mixin private RepresentationOption on;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description =
                    "Write what others need to rank the entries of a pulled bank before they fetch"
                            + " any (`lorica hub pull --index`).")
    private Optional<Path> export = Optional.empty();

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        List<Distance> chosen = new ArrayList<>();
        for (String name : distances) {
            chosen.addAll(name.equals(ALL) ? fitting() : List.of(fitting(name)));
        }
        Screen screen = common.screen();
        IndexReport report;
        int entries;
        long exported = 0;
        Bank opened = Bank.open(bank);
        try (BankIndex index =
                BankIndex.open(opened, threads.count(), new ScreenProgress(screen))) {
            entries = index.usable().size();
            List<DatasetView> views = index.views(on.representation());
            index.expect(views);
            for (Distance distance : chosen) {
                for (DatasetView view : views) {
                    index.fingerprints(distance, view);
                }
            }
            if (export.isPresent()) {
                exported =
                        PortableIndexFile.write(
                                PortableIndex.of(opened, index, on.representation()), export.get());
            }
            report = index.report();
        }
        screen.progressEnds();
        if (!report.unkept().isEmpty()) {
            throw new IOException(
                    "%s: expected room and permission to keep what was computed, found %d blobs that could not be written, the first: %s"
                            .formatted(bank, report.unkept().size(), report.unkept().getFirst()));
        }
        if (common.json()) {
            ObjectNode document = json(report, entries);
            if (export.isPresent()) {
                document.put("exportedBytes", exported);
            }
            common.print(document);
            return ExitCode.OK;
        }
        print(screen.out(), report, entries);
        if (export.isPresent()) {
            screen.out().printf("exported to %s: %,d bytes%n", export.get(), exported);
        }
        return ExitCode.OK;
    }

    /// Every distance that measures what is compared.
    private List<Distance> fitting() {
        return Distance.all().stream()
                .filter(one -> on.representation().parts().stream().allMatch(one::measures))
                .toList();
    }

    private Distance fitting(String name) {
        Distance distance = Distance.parse(name);
        on.representation().parts().forEach(distance::require);
        return distance;
    }

    private void print(PrintWriter out, IndexReport report, int entries) {
        out.printf(
                "indexed %,d entries: read %,d datasets, kept counts of %,d, kept fingerprints of"
                        + " %,d; computed %,d fingerprints%n",
                entries,
                report.datasetsRead(),
                report.countsRead(),
                report.fingerprintsRead(),
                report.fingerprintsComputed());
        if (report.tokens() > 0) {
            out.printf(
                    "%,d tokens in %.1f s: %,.0f tokens/s%n",
                    report.tokens(), report.tokenising().toNanos() / 1e9, report.tokensPerSecond());
        }
        for (DamagedBlob damaged : report.damaged()) {
            out.printf("mended %s: %s%n", damaged.file(), damaged.fault());
        }
    }

    private ObjectNode json(IndexReport report, int entries) {
        ObjectNode document = CommonOptions.document("lorica.bank.index/1");
        document.put("bank", bank.toString());
        document.put("entries", entries);
        document.put("datasetsRead", report.datasetsRead());
        document.put("tokens", report.tokens());
        document.put("seconds", report.tokenising().toNanos() / 1e9);
        document.put("tokensPerSecond", report.tokensPerSecond());
        document.put("countsRead", report.countsRead());
        document.put("fingerprintsRead", report.fingerprintsRead());
        document.put("fingerprintsComputed", report.fingerprintsComputed());
        ArrayNode mended = document.putArray("mended");
        for (DamagedBlob damaged : report.damaged()) {
            mended.addObject().put("file", damaged.file().toString()).put("fault", damaged.fault());
        }
        return document;
    }
}
