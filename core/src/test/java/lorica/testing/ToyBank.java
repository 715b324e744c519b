package lorica.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
import lorica.bank.BankWriter;
import lorica.bank.Beginning;
import lorica.bank.EntryNotes;
import lorica.bank.NewEntry;
import lorica.dataset.TrainingText;
import lorica.storage.Progress;

/// A bank of [ToyFiles], by reference.
public final class ToyBank {
    private ToyBank() {}

    /// All adapters with their datasets, by name; no prompt template.
    public static Bank of(ToyFiles files, Path directory) throws IOException {
        return of(files, directory, Optional.empty());
    }

    /// The same with a prompt template.
    public static Bank of(ToyFiles files, Path directory, Optional<String> template)
            throws IOException {
        new BankCreation(
                        ToyFiles.BASE,
                        Optional.empty(),
                        Optional.of(files.tokenizerFile()),
                        new TrainingText(" ", "\n"),
                        new Beginning.OfModel(),
                        template,
                        OptionalInt.empty())
                .create(directory);
        List<Path> adapters;
        try (var listing = Files.list(files.adapters())) {
            adapters = listing.sorted().toList();
        }
        List<NewEntry> entries = new ArrayList<>();
        for (Path adapter : adapters) {
            String id = adapter.getFileName().toString();
            EntryNotes notes =
                    new EntryNotes(Optional.of("mit"), Optional.empty(), Optional.empty());
            entries.add(new NewEntry(id, adapter, Optional.of(files.dataset(id)), notes));
        }
        try (BankWriter writer = BankWriter.open(directory)) {
            return writer.add(entries, AddOptions.defaults(), Progress.SILENT);
        }
    }
}
