package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
import lorica.bank.BankException;
import lorica.bank.Beginning;
import lorica.bank.EntryNotes;
import lorica.bank.NotesFile;
import lorica.model.CausalLanguageModel;
import lorica.token.Tokenizer;
import lorica.torch.Libtorch;
import lorica.torch.Precision;
import lorica.train.BankBuilder;
import lorica.train.method.FullFineTuning;
import lorica.train.method.TrainingMethod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lorica bank build BANK --base DIR --tasks DIR`.
@Command(
        name = "build",
        description = {
            "Trains an adapter for every dataset of a folder, into a bank.",
            "Killed and run again, it goes on where it was."
        },
        footer = {
            "",
            "Example:",
            "  lorica bank build new-bank --base base-model --tasks datasets --steps 2"
        })
final class BankBuildCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private TrainingArguments arguments;

    @Parameters(paramLabel = "BANK", description = "The bank; made where there is none.")
    private Path bank;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The base model: config.json, safetensors, tokenizer.json.")
    private Path base;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The base model's name that adapters state (default: its folder).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--tasks",
            required = true,
            paramLabel = "DIR",
            description = "Folders with train.jsonl (and valid.jsonl), one an entry.")
    private Path tasks;

    @Option(
            names = "--notes",
            paramLabel = "FILE",
            description = "JSON object: entry id to {\"family\", \"licence\", \"source\"}.")
    private Optional<Path> notes = Optional.empty();

    @Override
    public Integer call() throws IOException {
        arguments.threads().ifPresent(Libtorch::setThreads);
        Bank opened = Files.exists(bank) ? existing() : created();
        Bank built;
        try (Tokenizer tokenizer = Tokenizer.open(opened.checkedTokenizer());
                CausalLanguageModel model =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            built =
                    new BankBuilder(opened, model, tokenizer, notes())
                            .build(
                                    tasks,
                                    arguments.policy(opened.header().beginning()),
                                    arguments.options(method()),
                                    new BankBuildProgress(common.screen(), !common.json()));
        }
        common.screen().progressEnds();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.bank.build/1")
                            .put("bank", bank.toString())
                            .put("entries", built.entries().size()));
            return ExitCode.OK;
        }
        common.screen().out().printf("%s: %d entries%n", bank, built.entries().size());
        return ExitCode.OK;
    }

    private TrainingMethod method() {
        TrainingMethod method = arguments.method();
        if (method instanceof FullFineTuning) {
            throw new IllegalArgumentException(
                    "--method: expected one that leaves an adapter, which a bank's entry is, found fft");
        }
        return method;
    }

    private Bank created() throws IOException {
        return new BankCreation(
                        base.toString(),
                        name,
                        Optional.empty(),
                        arguments.text(),
                        new Beginning.OfModel(),
                        Optional.empty(),
                        OptionalInt.empty())
                .create(bank)
                .bank();
    }

    private Bank existing() throws IOException {
        Bank opened = Bank.open(bank);
        if (!opened.header().text().equals(arguments.text())) {
            throw new BankException(
                    bank,
                    "text",
                    "the separator and terminator of the bank, " + opened.header().text(),
                    arguments.text().toString());
        }
        return opened;
    }

    private Map<String, EntryNotes> notes() throws IOException {
        return notes.isPresent() ? NotesFile.read(notes.get(), EntryNotes.none()).byId() : Map.of();
    }
}
