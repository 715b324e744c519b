package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.dataset.TrainingText;
import lorica.token.Tokenizer;
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
            Path file = tokenizer.orElse(Path.of(base, "tokenizer.json"));
            OptionalInt beginning;
            try (Tokenizer opened = Tokenizer.open(file)) {
                beginning = opened.leadingSpecialToken();
            }
            Bank.create(
                    bank,
                    base,
                    file,
                    new TrainingText(separator, terminator.translateEscapes()),
                    beginning);
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
            Bank grown = Bank.open(bank);
            List<Path> folders;
            try (var listing = Files.list(adapters)) {
                folders = listing.filter(Files::isDirectory).sorted().toList();
            }
            for (Path folder : folders) {
                String id = folder.getFileName().toString();
                Path dataset = datasets.resolve(id).resolve("train.jsonl");
                grown =
                        grown.add(
                                id,
                                folder,
                                Files.exists(dataset) ? Optional.of(dataset) : Optional.empty());
            }
            return 0;
        }
    }
}
