package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.experiment.alignment.SpoiltAdapters;
import lorica.experiment.alignment.SpoiltAdapters.Spoilt;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bench spoil BANK -o DIR`: what docs/results/audit.sh tries audits on.
@Command(
        name = "spoil",
        description = {
            "Writes the adapters of a bank into a folder, some of them spoilt, to try audits on.",
            "",
            "In turn: random factors, −B, 10·B, two adapters swapped. Prints id and kind of each."
        },
        footer = {"", "Example:", "  lorica bench spoil my-bank --count 2 -o new-adapters"})
final class BenchSpoilCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where the folders go; must not be there yet.")
    private Path output;

    @Option(
            names = "--count",
            required = true,
            paramLabel = "N",
            description = "How many are spoilt.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of which, and of what is random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        List<Spoilt> spoilt;
        try (WholeDirectory whole = WholeDirectory.stage(output, Existing.REFUSE)) {
            Files.createDirectories(whole.staging());
            spoilt = new SpoiltAdapters(count, seed).write(Bank.open(bank), whole.staging());
            whole.commit();
        }
        if (common.json()) {
            ObjectNode document = CommonOptions.document("lorica.bench.spoil/1");
            ArrayNode nodes = document.putArray("spoilt");
            for (Spoilt one : spoilt) {
                nodes.addObject().put("id", one.id()).put("kind", one.kind().label());
            }
            common.print(document);
            return ExitCode.OK;
        }
        for (Spoilt one : spoilt) {
            common.screen().out().println(one.id() + " " + one.kind().label());
        }
        return ExitCode.OK;
    }
}
