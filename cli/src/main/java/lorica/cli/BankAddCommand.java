package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankWriter;
import lorica.bank.EntryNotes;
import lorica.bank.EntrySearch;
import lorica.bank.NotesFile;
import lorica.dataset.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank add BANK --adapters DIR [--datasets DIR]`.
@Command(
        name = "add",
        description = {
            "Adds one adapter with its dataset, or a tree of them matched by folder name.",
            "",
            "The dataset of the adapter folder NAME is NAME/train.jsonl, NAME.jsonl or the only"
                    + " dataset in NAME (.jsonl, .json, .csv, .parquet). Files stay where they are"
                    + " and are known by their checksums; --copy copies them into the bank, and of"
                    + " Parquet, or with --map or --skip-empty, it keeps the examples as JSONL. All"
                    + " entries are added, or none."
        },
        footer = {
            "",
            "Example:",
            "  lorica bank add my-bank --adapters adapters/add-1 --datasets datasets/add-1 --id sums"
        })
final class BankAddCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(
            names = "--adapters",
            required = true,
            paramLabel = "DIR",
            description = "A PEFT directory, or a folder of them.")
    private Path adapters;

    @Option(
            names = "--datasets",
            paramLabel = "DIR",
            description = "The dataset, or a folder of them; without one, entries are not usable.")
    private Optional<Path> datasets = Optional.empty();

    @Mixin private DatasetOptions reading;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The id of a single entry (default: its folder's name).")
    private Optional<String> id = Optional.empty();

    @Option(names = "--licence", paramLabel = "L", description = "The licence of the entries.")
    private Optional<String> licence = Optional.empty();

    @Option(
            names = "--family",
            paramLabel = "F",
            description = "The family of the entries: a group that is left out together.")
    private Optional<String> family = Optional.empty();

    @Option(
            names = "--metadata",
            paramLabel = "FILE",
            description = "JSON with licence, family and source by id.")
    private Optional<Path> metadata = Optional.empty();

    @Option(names = "--copy", description = "Copy the files into the bank.")
    private boolean copy;

    @Option(
            names = "--force",
            description = "Take adapters that state another base model: it is the same one.")
    private boolean force;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        EntryNotes others = new EntryNotes(licence, family, Optional.empty());
        NotesFile notes =
                metadata.isPresent()
                        ? NotesFile.read(metadata.get(), others)
                        : new NotesFile(Map.of(), others);
        AddOptions options = UsageFault.check(spec, this::options);
        id.ifPresent(given -> UsageFault.check(spec, () -> BankEntry.checkId(given)));
        Reading way = reading.reading();
        Screen screen = common.screen();
        EntrySearch.Found found;
        Bank grown;
        try (BankWriter writer = BankWriter.open(bank)) {
            found = new EntrySearch(adapters, datasets, id, notes).find();
            DatasetOptions.sayAll(
                    found.entries().stream().flatMap(entry -> entry.dataset().stream()).toList(),
                    way,
                    screen.err());
            grown = writer.add(found.entries(), options, way, new ScreenProgress(screen));
        }
        screen.progressEnds();
        List<BankEntry> added =
                grown.entries()
                        .subList(
                                grown.entries().size() - found.entries().size(),
                                grown.entries().size());
        if (common.json()) {
            common.print(json(found, grown, added));
            return ExitCode.OK;
        }
        print(screen.out(), found, grown, added);
        return ExitCode.OK;
    }

    private AddOptions options() {
        return new AddOptions(
                copy ? AddOptions.Keeping.COPY : AddOptions.Keeping.REFERENCE,
                force ? AddOptions.OtherBase.ACCEPT : AddOptions.OtherBase.REFUSE,
                threads.count());
    }

    private void print(
            PrintWriter out, EntrySearch.Found found, Bank grown, List<BankEntry> added) {
        long without = added.stream().filter(entry -> entry.dataset().isEmpty()).count();
        out.printf(
                "added %,d entries; %s now holds %,d%n",
                added.size(), bank, grown.entries().size());
        if (without > 0) {
            out.printf("%,d of them have no dataset: listed, not usable%n", without);
        }
        found.skipped().forEach(folder -> out.println("skipped, no adapter: " + folder));
        if (!found.unmatched().isEmpty()) {
            out.println("datasets without an adapter: " + String.join(", ", found.unmatched()));
        }
    }

    private ObjectNode json(EntrySearch.Found found, Bank grown, List<BankEntry> added) {
        ObjectNode document = CommonOptions.document("lorica.bank.add/1");
        document.put("bank", bank.toString());
        document.put("entries", grown.entries().size());
        ArrayNode ids = document.putArray("added");
        added.forEach(entry -> ids.add(entry.id()));
        ArrayNode without = document.putArray("withoutDataset");
        added.stream()
                .filter(entry -> entry.dataset().isEmpty())
                .forEach(entry -> without.add(entry.id()));
        ArrayNode skipped = document.putArray("skipped");
        found.skipped().forEach(folder -> skipped.add(folder.toString()));
        ArrayNode unmatched = document.putArray("datasetsWithoutAdapter");
        found.unmatched().forEach(unmatched::add);
        return document;
    }
}
