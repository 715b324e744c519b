package lorica.bank;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.dataset.Dataset;
import lorica.dataset.ExampleFile;
import lorica.dataset.Reading;
import lorica.storage.Checksum;
import lorica.storage.Leftovers;
import lorica.storage.Parallel;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory;

/// The one writer of a bank: holds its lock until closed.
///
/// Every change is one new `bank.json`, written whole; killed before that, the bank is as it was.
public final class BankWriter implements AutoCloseable {
    private static final String ADAPTERS = "adapters";
    private static final String DATASETS = "datasets";
    private static final String TEST_SPLIT = "test.jsonl";
    private static final String DATASET_FILE = "train.jsonl";

    /// Files of an adapter directory that a copy takes along where they are there.
    private static final List<String> COMPANIONS =
            List.of("README.md", "lorica.json", "training.json");

    private final BankLock lock;
    private Bank bank;

    private BankWriter(BankLock lock, Bank bank) {
        this.lock = lock;
        this.bank = bank;
    }

    /// Takes the lock of a bank and reads it.
    ///
    /// @throws BankException if another writer holds the lock
    public static BankWriter open(Path directory) throws IOException {
        Bank.open(directory); // no lock file beside something that is no bank
        BankLock lock = BankLock.take(directory);
        try {
            refuseLinks(directory);
            for (String folder : List.of("", ADAPTERS, DATASETS)) {
                // With the lock held, nobody is at work on what a killed writer left.
                Leftovers.sweep(directory.resolve(folder), Duration.ZERO);
            }
            Bank bank = Bank.open(directory);
            bank.blobs().sweep();
            return new BankWriter(lock, bank);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Writers delete what lies in these folders; a link would lead them elsewhere.
    private static void refuseLinks(Path directory) {
        for (String folder : List.of(ADAPTERS, DATASETS)) {
            if (Files.isSymbolicLink(directory.resolve(folder))) {
                throw new BankException(
                        directory.resolve(folder),
                        "content",
                        "a folder of the bank itself (to keep copies on another disk, put the"
                                + " whole bank there)",
                        "a symbolic link");
            }
        }
    }

    /// The bank as last written.
    public Bank bank() {
        return bank;
    }

    /// Adds entries behind those that are there: all of them or, where one is refused, none.
    ///
    /// @throws BankException if an id is taken or an adapter is of another base model
    public Bank add(List<NewEntry> added, AddOptions options, Progress progress)
            throws IOException {
        return add(added, options, Reading.plain(), progress);
    }

    /// Adds entries whose datasets are read in the user's way. A bank remembers files, not ways
    /// of reading: of a dataset that needs one, the bank keeps a copy of the examples as JSONL.
    ///
    /// @throws BankException if an id is taken or an adapter is of another base model
    public Bank add(List<NewEntry> added, AddOptions options, Reading reading, Progress progress)
            throws IOException {
        refuseTakenIds(added.stream().map(NewEntry::id).toList());
        AtomicLong done = new AtomicLong();
        List<BankEntry> read =
                Parallel.map(
                        added,
                        options.threads(),
                        entry -> {
                            BankEntry result = read(entry, options.keeping(), reading);
                            progress.at("adding", done.incrementAndGet(), added.size());
                            return result;
                        });
        return write(added(read, options.otherBase()));
    }

    /// Adds entries as they are stated: their files are not looked at, and need not be there.
    ///
    /// @throws BankException if an id is taken or an adapter is of another base model
    public Bank addStated(List<BankEntry> added, AddOptions.OtherBase otherBase)
            throws IOException {
        refuseTakenIds(added.stream().map(BankEntry::id).toList());
        return write(added(added, otherBase));
    }

    private BankFile.Content added(List<BankEntry> added, AddOptions.OtherBase otherBase) {
        BankHeader old = bank.header();
        BaseModel base = old.base();
        List<BankEntry> entries = new ArrayList<>(bank.entries());
        for (BankEntry entry : added) {
            base = accept(base, entry, otherBase);
            entries.add(entry);
        }
        BankHeader header =
                new BankHeader(
                        base,
                        old.tokenizer(),
                        old.vocabulary(),
                        old.text(),
                        old.beginning(),
                        old.template());
        return new BankFile.Content(header, entries);
    }

    /// Removes entries and what was computed of their datasets and adapters; files that the bank
    /// only refers to stay.
    ///
    /// @throws BankException if one of them is not there; none is removed then
    public Bank remove(Collection<String> ids) throws IOException {
        List<BankEntry> removed = new ArrayList<>();
        for (String id : ids) {
            removed.add(bank.entry(id));
        }
        List<BankEntry> kept = new ArrayList<>(bank.entries());
        kept.removeAll(removed);
        Bank written = write(new BankFile.Content(bank.header(), kept));
        Set<Checksum> used = new HashSet<>();
        kept.forEach(entry -> used.addAll(keys(entry)));
        for (BankEntry entry : removed) {
            for (Checksum key : keys(entry)) {
                if (!used.contains(key)) {
                    bank.blobs().delete(key);
                }
            }
            deleteCopies(entry);
        }
        return written;
    }

    private List<Checksum> keys(BankEntry entry) {
        List<Checksum> keys = new ArrayList<>(List.of(bank.key(entry.adapter())));
        entry.dataset().map(bank::key).ifPresent(keys::add);
        return keys;
    }

    private void deleteCopies(BankEntry entry) throws IOException {
        Path adapter = entry.adapter().directory();
        if (adapter.equals(Path.of(ADAPTERS, entry.id()))) {
            WholeDirectory.delete(bank.resolve(adapter));
        }
        Path folder = Path.of(DATASETS, entry.id());
        if (entry.dataset().filter(file -> file.path().startsWith(folder)).isPresent()) {
            WholeDirectory.delete(bank.resolve(folder));
        }
    }

    private void refuseTakenIds(List<String> added) {
        Set<String> taken = new HashSet<>();
        bank.entries().forEach(entry -> taken.add(entry.id()));
        for (String id : added) {
            if (!taken.add(id)) {
                throw new BankException(
                        bank.directory(),
                        "entry '" + id + "'",
                        "a new id (`lorica bank remove` the old entry first, or choose --id)",
                        "one that is there");
            }
        }
    }

    private BaseModel accept(BaseModel base, BankEntry entry, AddOptions.OtherBase otherBase) {
        String stated = entry.adapter().shape().base();
        if (base.is(stated)) {
            return base;
        }
        if (base.name().isEmpty() && !stated.isBlank()) {
            return new BaseModel(Optional.of(stated), base.directory());
        }
        if (otherBase == AddOptions.OtherBase.ACCEPT) {
            return base;
        }
        throw new OtherBaseException(
                bank.directory(),
                "entry '" + entry.id() + "'",
                "an adapter of base model '%s' (--force if it is the same model by another name)"
                        .formatted(base.label()),
                stated.isBlank()
                        ? "one that names no base model in " + entry.adapter().config().path()
                        : "one of '%s' in %s".formatted(stated, entry.adapter().directory()));
    }

    private BankEntry read(NewEntry entry, AddOptions.Keeping keeping, Reading reading)
            throws IOException {
        Path directory = entry.adapter().toAbsolutePath().normalize();
        AdapterShape shape;
        try (Arena arena = Arena.ofShared()) {
            LoraAdapter adapter = PeftDirectory.read(directory, arena);
            shape = AdapterShape.of(adapter);
            for (LoraFactors factors : adapter.modules().values()) {
                factors.a().toFiniteFloats();
                factors.b().toFiniteFloats();
            }
        }
        Optional<Path> dataset = entry.dataset().map(path -> path.toAbsolutePath().normalize());
        if (keeping == AddOptions.Keeping.COPY) {
            directory = copyAdapter(entry.id(), directory);
        }
        if (dataset.isPresent()) {
            dataset = Optional.of(keep(entry.id(), new Dataset(dataset.get(), reading), keeping));
        }
        return new BankEntry(
                entry.id(),
                new AdapterReference(
                        directory,
                        refer(directory.resolve(PeftDirectory.WEIGHTS)),
                        refer(directory.resolve(PeftDirectory.CONFIG)),
                        shape),
                dataset.isPresent() ? Optional.of(refer(dataset.get())) : Optional.empty(),
                entry.notes(),
                Optional.empty());
    }

    /// A dataset as an entry refers to it: where it is or, where that is no plain file, as a copy
    /// of its examples in the bank.
    public FileReference referTo(String id, Dataset dataset) throws IOException {
        return refer(keep(BankEntry.checkId(id), dataset, AddOptions.Keeping.REFERENCE));
    }

    private FileReference refer(Path path) throws IOException {
        return FileReference.of(path, bank.resolve(path));
    }

    /// Copies an adapter into the bank; a leftover of an interrupted command is replaced.
    ///
    /// @return the copy, relative to the bank
    private Path copyAdapter(String id, Path from) throws IOException {
        Path to = Path.of(ADAPTERS, id);
        try (WholeDirectory whole =
                WholeDirectory.stage(bank.resolve(to), WholeDirectory.Existing.REPLACE)) {
            for (String name : List.of(PeftDirectory.CONFIG, PeftDirectory.WEIGHTS)) {
                copy(from.resolve(name), whole.staging().resolve(name));
            }
            for (String name : COMPANIONS) {
                if (Files.isRegularFile(from.resolve(name))) {
                    copy(from.resolve(name), whole.staging().resolve(name));
                }
            }
            whole.commit();
        }
        return to;
    }

    /// Where the bank finds a dataset from now on.
    private Path keep(String id, Dataset dataset, AddOptions.Keeping keeping) throws IOException {
        Path file = dataset.file();
        if (dataset.isPlain() && keeping == AddOptions.Keeping.REFERENCE) {
            return file;
        }
        String name = dataset.isPlain() ? "train" + ending(file) : DATASET_FILE;
        Path to = Path.of(DATASETS, id);
        try (WholeDirectory whole =
                WholeDirectory.stage(bank.resolve(to), WholeDirectory.Existing.REPLACE)) {
            Path content = whole.staging().resolve(name);
            if (dataset.isPlain()) {
                copy(file, content);
            } else {
                ExampleFile.write(dataset, content);
                Files.setLastModifiedTime(content, Files.getLastModifiedTime(file));
            }
            if (keeping == AddOptions.Keeping.COPY) {
                copyTestSplit(file, whole.staging());
            }
            whole.commit();
        }
        return to.resolve(name);
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
    }

    /// A training split takes the test split beside it along: a study needs it.
    private static void copyTestSplit(Path from, Path folder) throws IOException {
        Path test = from.resolveSibling(TEST_SPLIT);
        if (from.getFileName().toString().startsWith("train.") && Files.isRegularFile(test)) {
            copy(test, folder.resolve(TEST_SPLIT));
        }
    }

    /// A copy keeps the modification time: the same files give the same `bank.json`.
    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
    }

    private Bank write(BankFile.Content content) throws IOException {
        BankFile.write(bank.directory().resolve(BankFile.NAME), content);
        bank = Bank.open(bank.directory());
        return bank;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
