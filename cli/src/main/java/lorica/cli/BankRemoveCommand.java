package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.bank.BankWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank remove BANK ID...`.
@Command(
        name = "remove",
        description =
                "Removes entries, what was computed of them, and the bank's own copies; files that"
                        + " the bank only refers to stay.",
        footer = {"", "Example:", "  lorica bank remove my-bank add-1 add-2"})
final class BankRemoveCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(index = "0", paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "The entries.")
    private List<String> ids;

    @Override
    public Integer call() throws IOException {
        LinkedHashSet<String> removed = new LinkedHashSet<>(ids);
        Bank left;
        try (BankWriter writer = BankWriter.open(bank)) {
            left = writer.remove(removed);
        }
        if (common.json()) {
            ObjectNode document = CommonOptions.document("lorica.bank.remove/1");
            document.put("bank", bank.toString());
            document.put("entries", left.entries().size());
            ArrayNode list = document.putArray("removed");
            removed.forEach(list::add);
            common.print(document);
            return ExitCode.OK;
        }
        common.screen()
                .out()
                .printf(
                        "removed %,d entries; %s now holds %,d%n",
                        removed.size(), bank, left.entries().size());
        return ExitCode.OK;
    }
}
