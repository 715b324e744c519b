package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import lorica.bank.AddOptions;
import lorica.bank.BankCreation;
import lorica.bank.BankWriter;
import lorica.bank.Beginning;
import lorica.bank.EntryNotes;
import lorica.bank.NewEntry;
import lorica.dataset.TrainingText;
import lorica.storage.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lorica bank create|add`.
@Command(
        name = "bank",
        description = "Makes and keeps a bank of adapters.",
        mixinStandardHelpOptions = true,
        subcommands = {BankCommand.Create.class, BankCommand.Add.class})
final class BankCommand {
    @Command(name = "create", description = "Makes an empty bank.", mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Parameters(paramLabel = "BANK")
        private Path bank;

        @Option(names = "--base", required = true, paramLabel = "DIR-or-NAME")
        private String base;

        @Option(names = "--tokenizer", paramLabel = "FILE")
        private Optional<Path> tokenizer = Optional.empty();

        @Option(names = "--separator", paramLabel = "S", defaultValue = "")
        private String separator;

        @Option(names = "--terminator", paramLabel = "S", defaultValue = "")
        private String terminator;

        @Override
        public Integer call() throws IOException {
            new BankCreation(
                            base,
                            Optional.empty(),
                            tokenizer,
                            new TrainingText(
                                    separator.translateEscapes(), terminator.translateEscapes()),
                            new Beginning.OfModel(),
                            Optional.empty(),
                            OptionalInt.empty())
                    .create(bank);
            return 0;
        }
    }

    @Command(
            name = "add",
            description = "Adds a tree of adapters, matched with datasets by folder name.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "BANK")
        private Path bank;

        @Option(names = "--adapters", required = true, paramLabel = "DIR")
        private Path adapters;

        @Option(names = "--datasets", required = true, paramLabel = "DIR")
        private Path datasets;

        @Override
        public Integer call() throws IOException {
            List<Path> folders;
            try (var listing = Files.list(adapters)) {
                folders = listing.filter(Files::isDirectory).sorted().toList();
            }
            List<NewEntry> added = new ArrayList<>();
            for (Path folder : folders) {
                String id = folder.getFileName().toString();
                Path dataset = datasets.resolve(id).resolve("train.jsonl");
                added.add(
                        new NewEntry(
                                id,
                                folder,
                                Files.exists(dataset) ? Optional.of(dataset) : Optional.empty(),
                                EntryNotes.none()));
            }
            try (BankWriter writer = BankWriter.open(bank)) {
                writer.add(added, AddOptions.defaults(), Progress.SILENT);
            }
            return 0;
        }
    }
}
