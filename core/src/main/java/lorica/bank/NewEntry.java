package lorica.bank;

import java.nio.file.Path;
import java.util.Optional;

/// An entry to be added: where its files are now.
///
/// @param adapter a PEFT directory
/// @param dataset a dataset file, where there is one
public record NewEntry(String id, Path adapter, Optional<Path> dataset, EntryNotes notes) {
    public NewEntry {
        BankEntry.checkId(id);
    }
}
