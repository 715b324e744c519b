package lorica.generate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.dataset.Dataset;
import lorica.dataset.PromptTemplate;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distance.Fingerprint;
import lorica.distance.FingerprintCodec;
import lorica.distribution.DatasetView;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.distribution.TokenCounts;
import lorica.distribution.TokenCountsCodec;
import lorica.distribution.Tokenization;
import lorica.storage.Checksum;
import lorica.storage.DiskError;
import lorica.storage.Parallel;
import lorica.storage.Progress;
import lorica.token.Tokenizer;

/// What distances need of the datasets of a bank: read from its blobs where they are kept, else
/// computed, in parallel, and kept.
///
/// A fingerprint comes from its blob, else from the dataset's counts; the counts come from their
/// blob, else from the dataset file, whose checksum must be the one recorded. Each dataset's blobs
/// are written as soon as they are known: an interrupted walk goes on where it stopped.
public final class BankIndex implements AutoCloseable {
    private final Bank bank;
    private final BlobStore blobs;
    private final int threads;
    private final Progress progress;
    private final List<BankEntry> usable;

    private final Set<String> datasetsRead = ConcurrentHashMap.newKeySet();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong countsRead = new AtomicLong();
    private final AtomicLong fingerprintsRead = new AtomicLong();
    private final AtomicLong fingerprintsComputed = new AtomicLong();
    private final ConcurrentLinkedQueue<String> unkept = new ConcurrentLinkedQueue<>();
    private final Set<DatasetView> expected = new CopyOnWriteArraySet<>();
    private Duration tokenising = Duration.ZERO;
    private Optional<Tokenization> tokenization = Optional.empty();

    private BankIndex(Bank bank, int threads, Progress progress) {
        this.bank = bank;
        this.blobs = bank.blobs();
        this.threads = threads;
        this.progress = progress;
        this.usable = bank.entries().stream().filter(entry -> entry.dataset().isPresent()).toList();
    }

    public static BankIndex open(Bank bank, int threads, Progress progress) {
        return new BankIndex(bank, threads, progress);
    }

    /// On all processors, silently.
    public static BankIndex open(Bank bank) {
        return open(bank, Parallel.defaultThreads(), Progress.SILENT);
    }

    /// The entries that have a dataset, in the bank's order: those that can receive weight.
    public List<BankEntry> usable() {
        return usable;
    }

    /// The views of the bank's datasets that a representation's distances are measured on: the
    /// parts of whole texts, and of texts without the bank's template where a bare dataset cannot
    /// be wrapped in it.
    public List<DatasetView> views(Representation representation) {
        List<DatasetView> views = new ArrayList<>();
        for (DatasetView whole : wholes()) {
            for (Representation.Term term : representation.terms()) {
                DatasetView view = DatasetView.part(whole, term.part());
                if (!views.contains(view)) {
                    views.add(view);
                }
            }
        }
        return views;
    }

    private List<DatasetView> wholes() {
        List<DatasetView> views = new ArrayList<>(List.of(DatasetView.whole()));
        bank.header()
                .template()
                .map(PromptTemplate::parse)
                .filter(template -> !template.needsInputOnly())
                .ifPresent(template -> views.add(new DatasetView.Bare(template)));
        return views;
    }

    private static DatasetView whole(Part part) {
        return DatasetView.part(DatasetView.whole(), part);
    }

    /// The distances of [#usable] to each other.
    ///
    /// @throws lorica.bank.BankException if a dataset that must be read is gone or changed
    public DistanceMatrix matrix(Distance distance, Representation representation)
            throws IOException {
        List<String> entries = usable.stream().map(BankEntry::id).toList();
        expect(representation.terms().stream().map(term -> whole(term.part())).toList());
        List<DistanceMatrix> matrices = new ArrayList<>();
        double[] weights = new double[representation.terms().size()];
        for (Representation.Term term : representation.terms()) {
            distance.require(term.part());
            weights[matrices.size()] = term.weight();
            matrices.add(
                    DistanceMatrix.measure(
                            distance,
                            entries,
                            fingerprints(distance, whole(term.part())),
                            threads));
        }
        return DistanceMatrix.sum(representation.name(distance.name()), matrices, weights);
    }

    /// The token counts of views of a dataset that is not in the bank, counted as the bank's are.
    public List<TokenCounts> count(Dataset dataset, List<DatasetView> views) throws IOException {
        return tokenization().count(dataset.file().toString(), dataset, views, threads);
    }

    /// Says which views will be asked for: a dataset of the bank that must be read for one of them
    /// is read once for all. Changes no result.
    public void expect(List<DatasetView> views) {
        expected.addAll(views);
    }

    /// The fingerprints of [#usable], in its order.
    ///
    /// @throws lorica.bank.BankException if a dataset that must be read is gone or changed
    public List<Fingerprint> fingerprints(Distance distance, DatasetView view) throws IOException {
        return walk(distance.name(), entry -> fingerprint(entry, distance, view));
    }

    /// The token counts of [#usable], in its order.
    ///
    /// @throws lorica.bank.BankException if a dataset that must be read is gone or changed
    public List<TokenCounts> counts(DatasetView view) throws IOException {
        return walk("counts", entry -> counts(entry, view));
    }

    private <T> List<T> walk(String what, Parallel.Task<BankEntry, T> task) throws IOException {
        AtomicLong done = new AtomicLong();
        long before = tokens.get();
        long start = System.nanoTime();
        List<T> results =
                Parallel.map(
                        usable,
                        threads,
                        entry -> {
                            T result = task.run(entry);
                            progress.at(what, done.incrementAndGet(), usable.size());
                            return result;
                        });
        if (tokens.get() > before) {
            tokenising = tokenising.plusNanos(System.nanoTime() - start);
        }
        return results;
    }

    private Fingerprint fingerprint(BankEntry entry, Distance distance, DatasetView view)
            throws IOException {
        Checksum key = key(entry);
        BlobName name =
                new BlobName(
                        "fingerprint.%s.%s".formatted(distance.name(), view.name()),
                        100 * TokenCountsCodec.VERSION + FingerprintCodec.VERSION);
        Optional<byte[]> kept = blobs.get(key, name);
        if (kept.isPresent()) {
            try {
                Fingerprint fingerprint =
                        FingerprintCodec.decode(distance.name(), entry.id(), kept.get());
                fingerprintsRead.incrementAndGet();
                return fingerprint;
            } catch (IllegalArgumentException e) {
                blobs.reject(key, name, String.valueOf(e.getMessage()));
            }
        }
        Fingerprint fingerprint = distance.fingerprint(counts(entry, view).distribution());
        fingerprintsComputed.incrementAndGet();
        keep(key, name, FingerprintCodec.encode(fingerprint));
        return fingerprint;
    }

    private TokenCounts counts(BankEntry entry, DatasetView view) throws IOException {
        Optional<TokenCounts> kept = keptCounts(entry, view);
        if (kept.isPresent()) {
            if (!datasetsRead.contains(entry.id())) {
                countsRead.incrementAndGet();
            }
            return kept.get();
        }
        List<DatasetView> views = new ArrayList<>(List.of(view));
        for (DatasetView other : expected) {
            if (!other.equals(view) && unkept.isEmpty() && keptCounts(entry, other).isEmpty()) {
                views.add(other);
            }
        }
        List<TokenCounts> read = read(entry, views);
        datasetsRead.add(entry.id());
        for (int i = 0; i < views.size(); i++) {
            TokenCounts counts = read.get(i);
            tokens.addAndGet(views.get(i) instanceof DatasetView.Sentences ? 0 : counts.total());
            keep(key(entry), countsName(views.get(i)), TokenCountsCodec.encode(counts));
        }
        return read.getFirst();
    }

    private Optional<TokenCounts> keptCounts(BankEntry entry, DatasetView view) throws IOException {
        Checksum key = key(entry);
        BlobName name = countsName(view);
        Optional<byte[]> kept = blobs.get(key, name);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TokenCountsCodec.decode(entry.id(), kept.get()));
        } catch (IllegalArgumentException e) {
            blobs.reject(key, name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static BlobName countsName(DatasetView view) {
        return new BlobName("counts." + view.name(), TokenCountsCodec.VERSION);
    }

    private List<TokenCounts> read(BankEntry entry, List<DatasetView> views) throws IOException {
        Dataset dataset = Dataset.of(bank.checkedDataset(entry));
        try {
            return tokenization().count(entry.id(), dataset, views, threadsADataset());
        } catch (IOException | RuntimeException e) {
            bank.checkedDataset(entry); // says so where it was changed since the first look
            throw e;
        }
    }

    /// Many datasets are read side by side; few are each read by several threads.
    private int threadsADataset() {
        return usable.size() < 2 * threads ? threads : 1;
    }

    private Checksum key(BankEntry entry) {
        return bank.key(entry.dataset().orElseThrow());
    }

    /// A bank that cannot be written serves all the same; the report says so.
    private void keep(Checksum key, BlobName name, byte[] payload) {
        try {
            blobs.put(key, name, payload);
        } catch (IOException e) {
            unkept.add("%s of %s: %s".formatted(name.name(), key, DiskError.reason(e)));
        }
    }

    /// How the bank's datasets are tokenised, for a dataset to be compared with them. Valid until
    /// [#close].
    public synchronized Tokenization tokenization() throws IOException {
        if (tokenization.isEmpty()) {
            tokenization =
                    Optional.of(
                            new Tokenization(
                                    Tokenizer.open(bank.checkedTokenizer()),
                                    bank.header().vocabulary(),
                                    bank.header().text(),
                                    bank.header().beginning()));
        }
        return tokenization.get();
    }

    /// What was read and computed since this index was opened.
    public IndexReport report() {
        return new IndexReport(
                datasetsRead.size(),
                tokens.get(),
                tokenising,
                countsRead.get(),
                fingerprintsRead.get(),
                fingerprintsComputed.get(),
                blobs.damaged(),
                List.copyOf(new ArrayList<>(unkept)));
    }

    @Override
    public synchronized void close() {
        tokenization.ifPresent(started -> started.tokenizer().close());
    }
}
