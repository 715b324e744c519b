package lorica.bank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.storage.Progress;

/// A process that removes an entry and adds it again until it is killed.
final class RestlessWriter {
    private RestlessWriter() {}

    /// @param arguments the bank, the adapter, the dataset
    public static void main(String[] arguments) throws IOException {
        NewEntry entry =
                new NewEntry(
                        "add-1",
                        Path.of(arguments[1]),
                        Optional.of(Path.of(arguments[2])),
                        EntryNotes.none());
        AddOptions copy = new AddOptions(AddOptions.Keeping.COPY, AddOptions.OtherBase.REFUSE, 1);
        try (BankWriter writer = BankWriter.open(Path.of(arguments[0]))) {
            System.out.println("writing");
            while (true) {
                writer.remove(List.of("add-1"));
                writer.add(List.of(entry), copy, Progress.SILENT);
            }
        }
    }
}
