package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lorica.bank.AdapterShape;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankHeader;
import lorica.bank.FileReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank show BANK ID`.
@Command(
        name = "show",
        description = "Shows one entry of a bank: its files, their state, and what is kept of it.",
        footer = {"", "Example:", "  lorica bank show my-bank add-1"})
final class BankShowCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(index = "0", paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Parameters(index = "1", paramLabel = "ID", description = "The entry.")
    private String id;

    @Override
    public Integer call() throws IOException {
        Bank opened = Bank.open(bank);
        BankEntry entry = opened.entry(id);
        List<String> kept =
                entry.dataset().isPresent()
                        ? opened.blobs().names(opened.key(entry.dataset().get()))
                        : List.of();
        if (common.json()) {
            ObjectNode document = CommonOptions.document("lorica.bank.show/1");
            document.put("bank", bank.toString());
            entry(document, opened, entry);
            states(document.putObject("states"), opened, entry);
            kept.forEach(document.putArray("kept")::add);
            common.print(document);
            return ExitCode.OK;
        }
        print(common.screen().out(), opened, entry, kept);
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, Bank bank, BankEntry entry, List<String> kept)
            throws IOException {
        AdapterShape shape = entry.adapter().shape();
        out.println("id          " + entry.id());
        out.println("base model  " + shape.base());
        out.printf(
                "shape       rank %d, alpha %s, %,d parameters in %d modules (%s)%n",
                shape.rank(),
                shape.alpha(),
                shape.parameters(),
                shape.modules(),
                String.join(", ", shape.kinds()));
        out.println("licence     " + entry.notes().licence().orElse("not known"));
        out.println("family      " + entry.notes().family().orElse("none"));
        out.println("source      " + entry.notes().source().orElse("not known"));
        file(out, "weights", bank, entry.adapter().weights());
        file(out, "config", bank, entry.adapter().config());
        if (entry.dataset().isEmpty()) {
            out.println("dataset     none: the entry is not usable");
            return;
        }
        file(out, "dataset", bank, entry.dataset().get());
        out.println("kept        " + (kept.isEmpty() ? "nothing yet" : String.join(", ", kept)));
    }

    private static void file(PrintWriter out, String what, Bank bank, FileReference reference)
            throws IOException {
        out.printf(
                "%-11s %s%n            %,d bytes, SHA-256 %s, %s%n",
                what,
                bank.resolve(reference.path()),
                reference.bytes(),
                reference.checksum(),
                state(bank, reference));
    }

    private static String state(Bank bank, FileReference reference) throws IOException {
        return bank.state(reference).name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void states(ObjectNode node, Bank bank, BankEntry entry) throws IOException {
        node.put("weights", state(bank, entry.adapter().weights()));
        node.put("config", state(bank, entry.adapter().config()));
        if (entry.dataset().isPresent()) {
            node.put("dataset", state(bank, entry.dataset().get()));
        }
    }

    /// How an example becomes text, for a reader.
    static String join(BankHeader header) {
        return "%sinput + %s + output + %s"
                .formatted(
                        header.beginning().isPresent()
                                ? "[" + header.beginning().getAsInt() + "] + "
                                : "",
                        quoted(header.text().separator()),
                        quoted(header.text().terminator()));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") + '"';
    }

    /// What all entries share, as JSON.
    static void header(ObjectNode node, BankHeader header) {
        node.put("base", header.base().label());
        node.put("tokenizerSha256", header.tokenizer().hex());
        node.put("vocabulary", header.vocabulary());
        node.put("separator", header.text().separator());
        node.put("terminator", header.text().terminator());
        header.beginning().ifPresentOrElse(bos -> node.put("bos", bos), () -> node.putNull("bos"));
        node.put("template", header.template().orElse(null));
    }

    /// An entry as JSON.
    static void entry(ObjectNode node, Bank bank, BankEntry entry) {
        AdapterShape shape = entry.adapter().shape();
        node.put("id", entry.id());
        node.put("usable", entry.dataset().isPresent());
        node.put("adapter", bank.resolve(entry.adapter().directory()).toString());
        node.put("weightsSha256", entry.adapter().weights().checksum().hex());
        node.put("rank", shape.rank());
        node.put("alpha", shape.alpha());
        node.put("modules", shape.modules());
        ArrayNode kinds = node.putArray("kinds");
        shape.kinds().forEach(kinds::add);
        node.put("parameters", shape.parameters());
        entry.dataset()
                .ifPresentOrElse(
                        dataset -> {
                            node.put("dataset", bank.resolve(dataset.path()).toString());
                            node.put("datasetSha256", dataset.checksum().hex());
                        },
                        () -> node.putNull("dataset"));
        node.put("licence", entry.notes().licence().orElse(null));
        node.put("family", entry.notes().family().orElse(null));
        node.put("source", entry.notes().source().orElse(null));
    }
}
