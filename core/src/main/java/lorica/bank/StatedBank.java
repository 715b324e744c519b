package lorica.bank;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lorica.storage.Checksum;
import lorica.storage.WholeDirectory;

/// A bank as somebody hands it on: header, entries and tokenizer, and none of the files that the
/// entries speak of.
///
/// @param tokenizer the bytes of `tokenizer.json`
public record StatedBank(BankHeader header, List<BankEntry> entries, byte[] tokenizer) {
    public StatedBank {
        entries = List.copyOf(entries);
        Checksum found = Checksum.ofBytes(tokenizer);
        if (!found.equals(header.tokenizer())) {
            throw new IllegalArgumentException(
                    "tokenizer: expected SHA-256 %s, found %s"
                            .formatted(header.tokenizer(), found));
        }
    }

    /// Something computed of an entry's dataset or adapter, as the bank keeps it.
    public record Blob(Checksum key, BlobName name, byte[] payload) {}

    public static StatedBank of(Bank bank) throws IOException {
        return new StatedBank(
                bank.header(), bank.entries(), Files.readAllBytes(bank.checkedTokenizer()));
    }

    /// Understands what [#document] wrote.
    ///
    /// @param file where it stands, for messages
    /// @throws BankException if it is no such document
    public static StatedBank parse(Path file, byte[] document, byte[] tokenizer) {
        BankFile.Content content = BankFile.parse(file, document);
        return new StatedBank(content.header(), content.entries(), tokenizer);
    }

    /// Header and entries as a `bank.json` holds them.
    public byte[] document() {
        return BankFile.render(new BankFile.Content(header, entries)).getBytes(UTF_8);
    }

    public StatedBank withEntries(List<BankEntry> others) {
        return new StatedBank(header, others, tokenizer);
    }

    /// Makes a bank of it, whole or not at all.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if something stands in its place
    public Bank create(Path directory, List<Blob> blobs) throws IOException {
        try (WholeDirectory whole =
                WholeDirectory.stage(directory, WholeDirectory.Existing.REFUSE)) {
            Files.write(whole.staging().resolve(Bank.TOKENIZER), tokenizer);
            BankFile.write(
                    whole.staging().resolve(BankFile.NAME), new BankFile.Content(header, entries));
            BlobStore store = new BlobStore(whole.staging());
            for (Blob blob : blobs) {
                store.put(blob.key(), blob.name(), blob.payload());
            }
            whole.commit();
        }
        return Bank.open(directory);
    }
}
