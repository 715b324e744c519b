package lorica.bank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import lorica.storage.Checksum;
import lorica.storage.SmallFile;

/// A bank directory, as it was when opened: its header and its entries in order.
///
/// Immutable: a [BankWriter] writes a new `bank.json` whole, which a later [#open] sees; whoever
/// opened the bank before keeps working on what was there, and is told where it is not there any
/// more.
///
/// @param checksum of the `bank.json` that was read
public record Bank(Path directory, BankHeader header, List<BankEntry> entries, Checksum checksum) {
    static final String TOKENIZER = "tokenizer.json";

    /// Of a bank.json: a few hundred thousand entries.
    private static final int LARGEST = 1 << 28;

    public Bank {
        entries = List.copyOf(entries);
        Set<String> ids = new HashSet<>();
        for (BankEntry entry : entries) {
            if (!ids.add(entry.id())) {
                throw new BankException(
                        directory, "entry '" + entry.id() + "'", "one of this id", "two");
            }
        }
    }

    /// Opens a bank as it is now.
    ///
    /// @throws NoSuchFileException if there is no bank
    /// @throws BankException if its `bank.json` is damaged
    public static Bank open(Path directory) throws IOException {
        Path file = directory.resolve(BankFile.NAME);
        byte[] bytes;
        try {
            bytes = SmallFile.read(file, LARGEST);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(
                    file.toString(), null, "expected a bank; make one with `lorica bank create`");
        }
        BankFile.Content content = BankFile.parse(file, bytes);
        return new Bank(directory, content.header(), content.entries(), Checksum.ofBytes(bytes));
    }

    /// The entry of this id.
    ///
    /// @throws BankException if there is none
    public BankEntry entry(String id) {
        for (BankEntry entry : entries) {
            if (entry.id().equals(id)) {
                return entry;
            }
        }
        throw new BankException(
                directory,
                "entry '" + id + "'",
                "such an entry (`lorica bank list` shows them)",
                "none among " + entries.size());
    }

    /// The entries by their ids, in order: for looking up many.
    public SequencedMap<String, BankEntry> byId() {
        SequencedMap<String, BankEntry> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        return byId;
    }

    /// The bank's own copy of the base model's tokenizer.
    public Path tokenizer() {
        return directory.resolve(TOKENIZER);
    }

    /// The tokenizer, after a look at its bytes.
    ///
    /// @throws BankException if it is not the one that the bank was made with
    public Path checkedTokenizer() throws IOException {
        if (!Files.exists(tokenizer())) {
            throw new NoSuchFileException(
                    tokenizer().toString(),
                    null,
                    "expected the bank's copy of the base model's tokenizer.json; put it back");
        }
        Checksum found = Checksum.ofFile(tokenizer());
        if (!found.equals(header.tokenizer())) {
            throw new BankException(
                    tokenizer(),
                    "content",
                    "SHA-256 %s (put the original tokenizer.json back)"
                            .formatted(header.tokenizer()),
                    found.toString());
        }
        return tokenizer();
    }

    /// A path of an entry, made absolute.
    public Path resolve(Path path) {
        return directory.resolve(path);
    }

    /// How a file of an entry compares with what was recorded.
    public FileReference.State state(FileReference reference) throws IOException {
        return reference.state(resolve(reference.path()));
    }

    /// The PEFT directory of an entry, after a look whether it is the one that was added: size
    /// and modification time, and the content where the time differs.
    ///
    /// @throws BankException if its files are gone or hold something else
    public Path checkedAdapter(BankEntry entry) throws IOException {
        check(entry, entry.adapter().weights());
        check(entry, entry.adapter().config());
        return resolve(entry.adapter().directory());
    }

    /// The dataset file of an entry, after its whole content was compared with the checksum
    /// recorded.
    ///
    /// @throws BankException if the entry has none, or it is gone or changed
    public Path checkedDataset(BankEntry entry) throws IOException {
        FileReference dataset =
                entry.dataset()
                        .orElseThrow(
                                () ->
                                        new BankException(
                                                directory,
                                                "entry '" + entry.id() + "'",
                                                "a dataset",
                                                "an adapter alone"));
        Path file = resolve(dataset.path());
        if (!Files.isRegularFile(file)) {
            throw changed(entry, dataset, "no such file");
        }
        if (dataset.fullState(file) != FileReference.State.SAME_CONTENT) {
            throw changed(entry, dataset, content(file));
        }
        return file;
    }

    /// Whether `bank.json` is still the one that was read.
    private boolean isCurrent() throws IOException {
        try {
            return Checksum.ofFile(directory.resolve(BankFile.NAME)).equals(checksum);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void check(BankEntry entry, FileReference reference) throws IOException {
        Path file = resolve(reference.path());
        switch (reference.state(file)) {
            case UNTOUCHED, SAME_CONTENT -> {}
            case MISSING -> throw changed(entry, reference, "no such file");
            case CHANGED -> throw changed(entry, reference, content(file));
        }
    }

    private static String content(Path file) throws IOException {
        try {
            return "SHA-256 " + Checksum.ofFile(file);
        } catch (NoSuchFileException e) {
            return "no such file";
        }
    }

    /// What a reader is told: that the bank is another now, or else that a file is.
    private BankException changed(BankEntry entry, FileReference reference, String found)
            throws IOException {
        if (!isCurrent()) {
            return new BankException(
                    directory.resolve(BankFile.NAME),
                    "entry '" + entry.id() + "'",
                    "the bank as it was when this command began (run it again)",
                    "one that was changed meanwhile");
        }
        if (entry.hub().isPresent() && !Files.exists(resolve(reference.path()))) {
            return new BankException(
                    resolve(reference.path()),
                    "entry '" + entry.id() + "'",
                    "a file that was fetched (`lorica hub fetch %s%s` brings it from the hub)"
                            .formatted(
                                    directory,
                                    entry.dataset().filter(reference::equals).isPresent()
                                            ? " --datasets"
                                            : ""),
                    found);
        }
        return new BankException(
                resolve(reference.path()),
                "entry '" + entry.id() + "'",
                ("SHA-256 %s as recorded when it was added (restore the file, or `lorica bank"
                                + " remove` the entry and add it again)")
                        .formatted(reference.checksum()),
                found);
    }

    /// Under which key blobs of a dataset are kept: its content, the tokenizer, and how texts are
    /// joined. Two entries with the same dataset share their blobs.
    public Checksum key(FileReference dataset) {
        return Checksum.ofStrings(
                "dataset",
                dataset.checksum().hex(),
                header.tokenizer().hex(),
                header.text().separator(),
                header.text().terminator(),
                header.beginning().toString(),
                Integer.toString(header.vocabulary()));
    }

    /// Under which key blobs of an adapter are kept: its content alone.
    public Checksum key(AdapterReference adapter) {
        return Checksum.ofStrings(
                "adapter", adapter.weights().checksum().hex(), adapter.config().checksum().hex());
    }

    /// Under which key blobs of the bank as a whole are kept: what they are of, and the contents of
    /// all entries in their order.
    public Checksum key(List<String> what) {
        List<String> parts = new ArrayList<>(what);
        for (BankEntry entry : entries) {
            parts.add(key(entry.adapter()).hex());
            parts.add(entry.dataset().map(dataset -> key(dataset).hex()).orElse(""));
        }
        return Checksum.ofStrings(parts.toArray(String[]::new));
    }

    /// The bank's blobs; what is found damaged is remembered by the store returned.
    public BlobStore blobs() {
        return new BlobStore(directory);
    }
}
