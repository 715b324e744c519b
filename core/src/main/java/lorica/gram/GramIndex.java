package lorica.gram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.storage.Checksum;
import lorica.storage.Parallel;
import lorica.storage.Progress;

/// The inner products of a bank's adapters: read from its blobs where they are kept, else computed
/// and kept.
///
/// An entry's row holds its products with itself and the entries before it, so that an entry that
/// is added costs one row. Rows are computed in blocks of [#BLOCK] and written block by block: an
/// interrupted walk goes on at the block where it stopped.
public final class GramIndex {
    /// The blobs of an adapter's row: in the geometry of the weights, and in that of the moments.
    private static final BlobName ROW = new BlobName("gram", GramRowCodec.VERSION);

    private static final BlobName FUNCTIONAL_ROW =
            new BlobName("gram.functional", GramRowCodec.VERSION);

    /// Rows computed at a time: every adapter before them is read once a block.
    private static final int BLOCK = 8;

    private final BlobStore blobs;
    private final GramRows rows;
    private final GramReport report;

    private GramIndex(BlobStore blobs, GramRows rows, GramReport report) {
        this.blobs = blobs;
        this.rows = rows;
        this.report = report;
    }

    /// Reads what the bank keeps, computes what it lacks, of all entries, with or without dataset.
    ///
    /// @throws lorica.bank.BankException if an adapter that must be read is gone or changed
    /// @throws lorica.adapter.AdapterException if two adapters have other extents in one module
    public static GramIndex open(Bank bank, int threads, Progress progress) throws IOException {
        Space weights = new Space(Geometry.ofWeights(), ROW, UnaryOperator.identity());
        return new Walk(bank, weights, threads, progress).all();
    }

    /// The same in the geometry of what the base model sees. Measured again, they are computed
    /// again.
    ///
    /// @throws lorica.bank.BankException if moments that are needed are gone
    public static GramIndex open(Bank bank, MomentIndex moments, int threads, Progress progress)
            throws IOException {
        String measured = moments.source().checksum().hex();
        Space functional =
                new Space(
                        moments,
                        FUNCTIONAL_ROW,
                        adapter -> Checksum.ofStrings(measured, adapter.hex()));
        return new Walk(bank, functional, threads, progress).all();
    }

    /// The matrices in the geometry of the weights and, where the bank keeps moments, in theirs.
    public static BankGram all(Bank bank, int threads, Progress progress) throws IOException {
        BankGram weights = open(bank, threads, progress).gram();
        Optional<MomentIndex> moments = MomentIndex.find(bank);
        return moments.isPresent()
                ? weights.withFunctional(
                        open(bank, moments.get(), threads, progress).gram().updates())
                : weights;
    }

    /// What products are of.
    ///
    /// @param row the blob of an adapter's row
    /// @param product under which key a product stands in a row, by the other adapter's key: one
    ///     that tells this geometry from others of its kind
    private record Space(Geometry geometry, BlobName row, UnaryOperator<Checksum> product) {}

    /// The matrices over all entries, in the bank's order.
    public BankGram gram() {
        return rows.gram();
    }

    /// The names of the modules that any adapter changes, sorted.
    public List<String> modules() {
        TreeSet<String> names = new TreeSet<>();
        rows.rows().forEach(row -> names.addAll(row.modules()));
        return List.copyOf(names);
    }

    /// The matrix of the updates of one module; 0 where an adapter lacks it.
    public GramMatrix module(String name) {
        return rows.module(name);
    }

    public GramReport report() {
        return new GramReport(
                report.pairsComputed(),
                report.pairsKept(),
                report.computing(),
                blobs.damaged(),
                report.unkept());
    }

    /// One reading of a bank.
    private static final class Walk {
        private final Bank bank;
        private final BlobStore blobs;
        private final int threads;
        private final Progress progress;
        private final Space space;
        private final List<Checksum> adapters;
        private final List<Checksum> keys;
        private final List<GramRow> rows;
        private final Set<String> unkept = new LinkedHashSet<>();
        private long computed;

        Walk(Bank bank, Space space, int threads, Progress progress) throws IOException {
            this.bank = bank;
            this.space = space;
            this.blobs = bank.blobs();
            this.threads = threads;
            this.progress = progress;
            this.adapters =
                    bank.entries().stream().map(entry -> bank.key(entry.adapter())).toList();
            this.keys = adapters.stream().map(space.product()).toList();
            this.rows = new ArrayList<>(Parallel.map(adapters, threads, this::kept));
        }

        GramIndex all() throws IOException {
            int n = rows.size();
            long pairs = (long) n * (n + 1) / 2;
            Map<Integer, List<Integer>> missing = missing();
            long wanted = missing.values().stream().mapToLong(List::size).sum();
            long start = System.nanoTime();
            if (wanted > 0) {
                try (Arena arena = Arena.ofShared()) {
                    compute(missing, wanted, arena);
                }
            }
            Duration computing = Duration.ofNanos(wanted > 0 ? System.nanoTime() - start : 0);
            return new GramIndex(
                    blobs,
                    gramRows(),
                    new GramReport(
                            computed, pairs - computed, computing, List.of(), List.copyOf(unkept)));
        }

        private GramRows gramRows() {
            return new GramRows(
                    bank.entries().stream().map(BankEntry::id).toList(), keys, List.copyOf(rows));
        }

        private GramRow kept(Checksum key) throws IOException {
            Optional<byte[]> bytes = blobs.get(key, space.row());
            if (bytes.isPresent()) {
                try {
                    return GramRowCodec.decode(bytes.get());
                } catch (IllegalArgumentException e) {
                    blobs.reject(key, space.row(), String.valueOf(e.getMessage()));
                }
            }
            return new GramRow(List.of(), new LinkedHashMap<>());
        }

        /// By row, the entries up to it whose products stand in neither row.
        private Map<Integer, List<Integer>> missing() {
            GramRows known = gramRows();
            Map<Integer, List<Integer>> missing = new LinkedHashMap<>();
            for (int i = 0; i < rows.size(); i++) {
                List<Integer> columns = new ArrayList<>();
                for (int j = 0; j <= i; j++) {
                    if (!known.has(i, j)) {
                        columns.add(j);
                    }
                }
                if (!columns.isEmpty()) {
                    missing.put(i, columns);
                }
            }
            return missing;
        }

        private void compute(Map<Integer, List<Integer>> missing, long wanted, Arena arena)
                throws IOException {
            List<Integer> waiting = List.copyOf(missing.keySet());
            Map<Integer, LoraAdapter> opened = new HashMap<>();
            progress.at("gram", 0, wanted);
            for (int from = 0; from < waiting.size(); from += BLOCK) {
                List<Integer> block = waiting.subList(from, Math.min(waiting.size(), from + BLOCK));
                TreeSet<Integer> columns = new TreeSet<>();
                for (int i : block) {
                    columns.addAll(missing.getOrDefault(i, List.of()));
                }
                Products[][] products =
                        AdapterProducts.of(
                                adapters(block, opened, arena),
                                adapters(List.copyOf(columns), opened, arena),
                                space.geometry(),
                                threads);
                List<Integer> order = List.copyOf(columns);
                for (int b = 0; b < block.size(); b++) {
                    int i = block.get(b);
                    Set<Integer> wantedColumns = new HashSet<>(missing.getOrDefault(i, List.of()));
                    SequencedMap<Checksum, Products> added = new LinkedHashMap<>();
                    for (int c = 0; c < order.size(); c++) {
                        if (wantedColumns.contains(order.get(c))) {
                            added.put(keys.get(order.get(c)), products[b][c]);
                        }
                    }
                    computed += added.size();
                    keep(i, added, opened);
                }
                progress.at("gram", computed, wanted);
            }
        }

        private List<LoraAdapter> adapters(
                List<Integer> places, Map<Integer, LoraAdapter> opened, Arena arena)
                throws IOException {
            List<LoraAdapter> adapters = new ArrayList<>();
            for (int place : places) {
                LoraAdapter adapter = opened.get(place);
                if (adapter == null) {
                    adapter =
                            PeftDirectory.read(
                                    bank.checkedAdapter(bank.entries().get(place)), arena);
                    opened.put(place, adapter);
                }
                adapters.add(adapter);
            }
            return adapters;
        }

        /// A bank that cannot be written serves all the same; the report says so.
        private void keep(
                int place,
                SequencedMap<Checksum, Products> added,
                Map<Integer, LoraAdapter> opened) {
            Set<Checksum> present = Set.copyOf(keys);
            SequencedMap<Checksum, Products> products = new LinkedHashMap<>();
            rows.get(place)
                    .products()
                    .forEach(
                            (key, kept) -> {
                                if (present.contains(key)) {
                                    products.put(key, kept);
                                }
                            });
            products.putAll(added);
            LoraAdapter adapter = Optional.ofNullable(opened.get(place)).orElseThrow();
            GramRow row = new GramRow(List.copyOf(adapter.modules().keySet()), products);
            rows.set(place, row);
            try {
                blobs.put(adapters.get(place), space.row(), GramRowCodec.encode(row));
            } catch (IOException e) {
                unkept.add("gram of '%s': %s".formatted(bank.entries().get(place).id(), e));
            }
        }
    }
}
