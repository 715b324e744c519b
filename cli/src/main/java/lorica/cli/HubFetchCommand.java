package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankWriter;
import lorica.dataset.Reading;
import lorica.hub.pull.HubFetch;
import lorica.hub.repository.Downloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lorica hub fetch BANK [ID]…`.
@Command(
        name = "fetch",
        description = {
            "Downloads what a pulled bank knows and does not have: the weights of its adapters.",
            "",
            "Afterwards everything works without a network."
        },
        footer = {"", "Example:", "  lorica hub fetch my-bank"})
final class HubFetchCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(index = "0", paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Parameters(
            index = "1..*",
            paramLabel = "ID",
            description = "Entries whose adapters are wanted (default: all).")
    private List<String> ids = List.of();

    @Option(
            names = "--datasets",
            description =
                    "Datasets too, of entries that came by an index: other distances may need their"
                            + " texts.")
    private boolean datasets;

    @Mixin private HubOptions hub;

    @Mixin private DatasetOptions reading;

    @Override
    public Integer call() throws IOException {
        Reading way = reading.reading();
        Screen screen = common.screen();
        HubFetch fetch = hub.fetch(new ScreenProgress(screen));
        Bank opened = Bank.open(bank);
        List<BankEntry> wanted = new ArrayList<>();
        ids.forEach(id -> wanted.add(opened.entry(id)));
        Downloads.Amount adapters =
                fetch.adapters(opened, ids.isEmpty() ? opened.entries() : wanted);
        Downloads.Amount others = Downloads.Amount.nothing();
        if (datasets) {
            try (BankWriter writer = BankWriter.open(bank)) {
                others = fetch.datasets(writer, way);
            }
        }
        screen.progressEnds();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.hub.fetch/1")
                            .put("bank", bank.toString())
                            .put("adapters", adapters.files())
                            .put("datasets", others.files())
                            .put("bytes", adapters.bytes() + others.bytes()));
            return ExitCode.OK;
        }
        screen.out()
                .printf(
                        "fetched %,d adapters and %,d datasets: %,d bytes%n",
                        adapters.files(), others.files(), adapters.bytes() + others.bytes());
        return ExitCode.OK;
    }
}
