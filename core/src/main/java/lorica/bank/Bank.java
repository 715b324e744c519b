package lorica.bank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.dataset.TrainingText;
import lorica.storage.Checksum;
import lorica.storage.WholeDirectory;
import lorica.token.Tokenizer;

/// A bank directory, as it was when opened: its header, its entries in order, its blobs.
///
/// Every change writes a new `bank.json` whole and returns the bank as it then is.
public record Bank(Path directory, BankHeader header, List<BankEntry> entries) {
    private static final String TOKENIZER = "tokenizer.json";

    public Bank {
        entries = List.copyOf(entries);
    }

    /// Opens a bank as it is now.
    ///
    /// @throws NoSuchFileException if there is no bank
    public static Bank open(Path directory) throws IOException {
        Path file = directory.resolve(BankFile.NAME);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "expected a bank; make one with `lorica bank create`");
        }
        BankFile.Content content = BankFile.read(file);
        return new Bank(directory, content.header(), content.entries());
    }

    /// Makes an empty bank that holds a copy of the tokenizer.
    public static Bank create(
            Path directory, String base, Path tokenizer, TrainingText text, OptionalInt beginning)
            throws IOException {
        Tokenizer.Declaration declaration = Tokenizer.declaration(tokenizer);
        BankHeader header =
                new BankHeader(
                        base, declaration.checksum(), declaration.vocabulary(), text, beginning);
        try (WholeDirectory whole =
                WholeDirectory.stage(directory, WholeDirectory.Existing.REFUSE)) {
            Files.copy(tokenizer, whole.staging().resolve(TOKENIZER));
            BankFile.write(
                    whole.staging().resolve(BankFile.NAME),
                    new BankFile.Content(header, List.of()));
            whole.commit();
        }
        return open(directory);
    }

    /// Adds one entry by reference.
    ///
    /// @throws BankException if the id is taken or the adapter is of another base model
    public Bank add(String id, Path adapter, Optional<Path> dataset) throws IOException {
        Path file = directory.resolve(BankFile.NAME);
        if (entries.stream().anyMatch(entry -> entry.id().equals(id))) {
            throw new BankException(file, "entry '" + id + "'", "a new id", "one that is there");
        }
        LoraConfig config = PeftDirectory.readConfig(adapter);
        if (!config.baseModel().equals(header.base())) {
            throw new BankException(
                    file,
                    "entry '" + id + "'",
                    "an adapter of base model '" + header.base() + "'",
                    "one of '%s' in %s".formatted(config.baseModel(), adapter));
        }
        Optional<FileReference> reference =
                dataset.isPresent() ? Optional.of(refer(dataset.get())) : Optional.empty();
        List<BankEntry> added = new ArrayList<>(entries);
        added.add(
                new BankEntry(
                        id,
                        adapter.toAbsolutePath().normalize(),
                        refer(adapter.resolve(PeftDirectory.WEIGHTS)),
                        reference));
        BankFile.write(file, new BankFile.Content(header, added));
        return new Bank(directory, header, added);
    }

    private static FileReference refer(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        return new FileReference(absolute, Files.size(absolute), Checksum.ofFile(absolute));
    }

    /// The bank's own copy of the base model's tokenizer.
    public Path tokenizer() {
        return directory.resolve(TOKENIZER);
    }

    /// A path of an entry, made absolute.
    public Path resolve(Path path) {
        return directory.resolve(path);
    }
}
