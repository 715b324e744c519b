package lorica.bank;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.storage.Checksum;
import lorica.storage.Parallel;
import lorica.storage.Progress;

/// Whether a bank's files are those that were recorded, and whole.
public final class BankVerification {
    private final Bank bank;
    private final Depth depth;
    private final BlobStore store;
    private final Map<Checksum, List<Path>> blobs;

    private BankVerification(Bank bank, Depth depth) throws IOException {
        this.bank = bank;
        this.depth = depth;
        this.store = bank.blobs();
        this.blobs = store.all();
    }

    /// How thoroughly files are looked at.
    public enum Depth {
        /// Existence, sizes, modification times, and the headers of blobs.
        QUICK,
        /// Every checksum; shapes against the configuration; finite weights.
        FULL
    }

    /// Something that is not as recorded.
    ///
    /// @param entry its id, or empty where the whole bank is concerned
    public record Fault(Optional<String> entry, Path file, String expected, String found) {}

    /// What was looked at and found.
    ///
    /// @param fingerprintOnly entries whose dataset is gone and whose blobs are there
    /// @param notFetched entries whose adapter is still on the hub only
    /// @param withoutDataset entries that never had one: listed, not usable
    public record Result(
            int entries,
            int fingerprintOnly,
            int notFetched,
            int withoutDataset,
            long blobs,
            List<Fault> faults) {
        public Result {
            faults = List.copyOf(faults);
        }
    }

    /// Looks at everything; throws only where looking itself fails.
    public static Result verify(Bank bank, Depth depth, int threads, Progress progress)
            throws IOException {
        BankVerification verification = new BankVerification(bank, depth);
        List<Fault> faults = new ArrayList<>(verification.ofTokenizer());
        AtomicLong done = new AtomicLong();
        List<OfEntry> found =
                Parallel.map(
                        bank.entries(),
                        threads,
                        entry -> {
                            OfEntry one = verification.ofEntry(entry);
                            progress.at("verifying", done.incrementAndGet(), bank.entries().size());
                            return one;
                        });
        found.forEach(one -> faults.addAll(one.faults()));
        return new Result(
                bank.entries().size(),
                Math.toIntExact(found.stream().filter(OfEntry::fingerprintOnly).count()),
                Math.toIntExact(found.stream().filter(OfEntry::notFetched).count()),
                Math.toIntExact(bank.entries().stream().filter(e -> e.dataset().isEmpty()).count()),
                verification.blobs.values().stream().mapToLong(List::size).sum(),
                faults);
    }

    private record OfEntry(boolean fingerprintOnly, boolean notFetched, List<Fault> faults) {}

    private List<Fault> ofTokenizer() throws IOException {
        try {
            bank.checkedTokenizer();
            return List.of();
        } catch (NoSuchFileException e) {
            return List.of(
                    new Fault(
                            Optional.empty(),
                            bank.tokenizer(),
                            "the tokenizer with SHA-256 " + bank.header().tokenizer(),
                            "no such file"));
        } catch (BankException e) {
            return List.of(
                    new Fault(
                            Optional.empty(),
                            bank.tokenizer(),
                            "SHA-256 " + bank.header().tokenizer(),
                            "SHA-256 " + Checksum.ofFile(bank.tokenizer())));
        }
    }

    private OfEntry ofEntry(BankEntry entry) throws IOException {
        List<Fault> faults = new ArrayList<>();
        AdapterReference adapter = entry.adapter();
        boolean notFetched =
                entry.hub().isPresent()
                        && bank.state(adapter.weights()) == FileReference.State.MISSING;
        if (!notFetched) {
            ofAdapter(entry, faults);
        }
        ofBlobs(entry, bank.key(adapter), faults);
        if (entry.dataset().isEmpty()) {
            return new OfEntry(false, notFetched, faults);
        }
        FileReference dataset = entry.dataset().get();
        Checksum key = bank.key(dataset);
        List<Path> kept = blobs.getOrDefault(key, List.of());
        Optional<Fault> ofDataset = ofFile(entry, dataset);
        boolean gone = ofDataset.isPresent() && bank.state(dataset) == FileReference.State.MISSING;
        boolean fingerprintOnly = gone && !kept.isEmpty();
        if (!fingerprintOnly) {
            ofDataset.ifPresent(faults::add);
        }
        ofBlobs(entry, key, faults);
        return new OfEntry(fingerprintOnly, notFetched, faults);
    }

    private void ofAdapter(BankEntry entry, List<Fault> faults) throws IOException {
        ofFile(entry, entry.adapter().config()).ifPresent(faults::add);
        ofFile(entry, entry.adapter().weights()).ifPresent(faults::add);
        if (depth == Depth.FULL && faults.isEmpty()) {
            ofWeights(entry).ifPresent(faults::add);
        }
    }

    private void ofBlobs(BankEntry entry, Checksum key, List<Fault> faults) throws IOException {
        for (Path blob : blobs.getOrDefault(key, List.of())) {
            store.fault(
                            key,
                            blob,
                            depth == Depth.FULL ? BlobStore.Depth.CONTENT : BlobStore.Depth.HEADER)
                    .ifPresent(
                            fault ->
                                    faults.add(
                                            new Fault(
                                                    Optional.of(entry.id()),
                                                    blob,
                                                    fault.expected()
                                                            + " (`lorica bank index` mends it)",
                                                    fault.found())));
        }
    }

    private Optional<Fault> ofFile(BankEntry entry, FileReference reference) throws IOException {
        Path file = bank.resolve(reference.path());
        FileReference.State state =
                depth == Depth.FULL ? reference.fullState(file) : reference.quickState(file);
        return switch (state) {
            case UNTOUCHED, SAME_CONTENT -> Optional.empty();
            case MISSING ->
                    Optional.of(
                            fault(
                                    entry,
                                    file,
                                    "%d bytes".formatted(reference.bytes()),
                                    "no such file"));
            case CHANGED ->
                    Optional.of(
                            depth == Depth.FULL
                                    ? fault(
                                            entry,
                                            file,
                                            "SHA-256 " + reference.checksum(),
                                            "SHA-256 " + Checksum.ofFile(file))
                                    : fault(
                                            entry,
                                            file,
                                            "size and modification time as recorded (`lorica bank"
                                                    + " verify` without --quick compares contents)",
                                            "others"));
        };
    }

    private Optional<Fault> ofWeights(BankEntry entry) throws IOException {
        Path directory = bank.resolve(entry.adapter().directory());
        try (Arena arena = Arena.ofShared()) {
            LoraAdapter adapter = PeftDirectory.read(directory, arena);
            AdapterShape shape = AdapterShape.of(adapter);
            if (!shape.equals(entry.adapter().shape())) {
                return Optional.of(
                        fault(
                                entry,
                                directory,
                                entry.adapter().shape().toString(),
                                shape.toString()));
            }
            for (LoraFactors factors : adapter.modules().values()) {
                factors.a().toFiniteFloats();
                factors.b().toFiniteFloats();
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(
                    fault(entry, directory, "an adapter", String.valueOf(e.getMessage())));
        }
    }

    private static Fault fault(BankEntry entry, Path file, String expected, String found) {
        return new Fault(Optional.of(entry.id()), file, expected, found);
    }
}
