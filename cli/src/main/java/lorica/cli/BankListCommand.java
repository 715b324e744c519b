package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lorica.bank.AdapterShape;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank list BANK`.
@Command(
        name = "list",
        description = "Lists the entries of a bank, as recorded; opens no adapter.",
        footer = {"", "Example:", "  lorica bank list my-bank"})
final class BankListCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Override
    public Integer call() throws IOException {
        Bank opened = Bank.open(bank);
        if (common.json()) {
            ObjectNode document = CommonOptions.document("lorica.bank.list/1");
            document.put("bank", bank.toString());
            BankShowCommand.header(document, opened.header());
            ArrayNode entries = document.putArray("entries");
            opened.entries().forEach(e -> BankShowCommand.entry(entries.addObject(), opened, e));
            common.print(document);
            return ExitCode.OK;
        }
        print(common.screen().out(), opened);
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, Bank bank) {
        int width = bank.entries().stream().mapToInt(entry -> entry.id().length()).max().orElse(2);
        String format = "%-" + width + "s  %4s  %6s  %7s  %11s  %-7s  %-12s  %s";
        StringBuilder text = new StringBuilder();
        text.append(
                format.formatted(
                                "id",
                                "rank",
                                "alpha",
                                "modules",
                                "parameters",
                                "dataset",
                                "licence",
                                "family")
                        .stripTrailing());
        text.append(System.lineSeparator());
        for (BankEntry entry : bank.entries()) {
            AdapterShape shape = entry.adapter().shape();
            text.append(
                            format.formatted(
                                            entry.id(),
                                            shape.rank(),
                                            number(shape.alpha()),
                                            shape.modules(),
                                            "%,d".formatted(shape.parameters()),
                                            entry.dataset().isPresent() ? "yes" : "no",
                                            entry.notes().licence().orElse("-"),
                                            entry.notes().family().orElse("-"))
                                    .stripTrailing())
                    .append(System.lineSeparator());
        }
        long usable = bank.entries().stream().filter(e -> e.dataset().isPresent()).count();
        text.append(
                "%,d entries, %,d with a dataset; base model %s"
                        .formatted(bank.entries().size(), usable, bank.header().base().label()));
        out.println(text);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
