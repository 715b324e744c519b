package lorica.bank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import lorica.storage.Progress;
import lorica.testing.ToyFiles;

/// A bank of all toy files, made anew for each test.
final class ToyBank {
    private ToyBank() {}

    static Bank empty(ToyFiles files) throws IOException {
        return BankCreation.of(files.baseModel().toString())
                .create(files.root().resolve("bank"))
                .bank();
    }

    static Bank full(ToyFiles files) throws IOException {
        return full(files, AddOptions.defaults());
    }

    static Bank full(ToyFiles files, AddOptions options) throws IOException {
        return add(empty(files), search(files.adapters(), files.datasets()), options);
    }

    static Bank add(Bank bank, EntrySearch search, AddOptions options) throws IOException {
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            return writer.add(search.find().entries(), options, Progress.SILENT);
        }
    }

    static EntrySearch search(Path adapters, Path datasets) {
        return new EntrySearch(adapters, Optional.of(datasets), Optional.empty(), NotesFile.none());
    }
}
