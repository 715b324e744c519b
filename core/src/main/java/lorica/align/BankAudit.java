package lorica.align;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.distance.DistanceMatrix;
import lorica.kernel.RowKernel;
import lorica.mixture.InitialisationGroups;
import lorica.mixture.Source;
import lorica.storage.Parallel;
import lorica.storage.Progress;

/// What is unusual in a bank: broken, duplicated, outlying and mislabelled adapters.
///
/// ```
/// norm          z of log‖ΔW‖ beyond the critical value, on either side
/// subspace      z of the share outside the subspace that most entries share
/// opposed       z of the median cosine with the other entries, below
/// mislabelled   z of the mean cosine with the entries of the three nearest datasets, below
///               or: the less like the others, the nearer their datasets ([DatasetFit])
/// exchanged     it fits another entry's dataset, and that entry's adapter its own ([DatasetFit]);
///               or each does better on the other's, where losses are known ([CrossLosses])
/// duplicates    cosine above 1 − 1e-6 at the same norm; near-duplicates above 0.98
/// ```
///
/// Cosines are of sketches ([AuditedModule]). Every adapter is read twice: to find what is no
/// number, and module by module. Ours, not the paper's. Source: docs/methods/bank-audit.md.
///
/// @param entries in the bank's order
/// @param groups initialisation groups of the entries that are finite
/// @param directions of the shared subspaces, by module
/// @param discarded energy left out before they were looked for, the largest over the modules
/// @param critical what a z must pass
public record BankAudit(
        List<AuditedEntry> entries,
        InitialisationGroups groups,
        Map<String, Integer> directions,
        double discarded,
        double critical) {
    private static final int TESTS = 7;
    private static final int NEIGHBOURS = 3;

    /// Modules whose factors are mapped at the same time, of every entry.
    private static final int TOGETHER = 6;

    /// Below these differences nothing is evidence: of log norms, and of cosines.
    private static final double SIZE_FLOOR = 0.2;

    private static final double COSINE_FLOOR = 0.02;

    public BankAudit {
        entries = List.copyOf(entries);
        directions = Map.copyOf(directions);
    }

    /// The ids of flagged entries, in the bank's order.
    public List<String> flagged() {
        return entries.stream().filter(AuditedEntry::flagged).map(AuditedEntry::id).toList();
    }

    /// Audits.
    ///
    /// @param datasets their distances; of entries that are not among them none is known
    /// @throws lorica.bank.BankException if an adapter is gone or changed
    public static BankAudit of(Bank bank, DistanceMatrix datasets, int threads, Progress progress)
            throws IOException {
        return new Walk(bank, datasets, threads, progress).audit();
    }

    /// The same, with the exchanges that losses show among entries whose updates are not found
    /// unusual themselves: of two flipped adapters each is less wrong on the other's dataset.
    public BankAudit with(CrossLosses losses) {
        List<AuditedEntry> all = new ArrayList<>(entries);
        List<String> ids = entries.stream().map(AuditedEntry::id).toList();
        Set<String> usual =
                entries.stream()
                        .filter(entry -> !entry.unusual())
                        .map(AuditedEntry::id)
                        .collect(Collectors.toSet());
        for (CrossLosses.Exchange pair : losses.among(usual).exchanges()) {
            String gain = ", by losses %.2f".formatted(pair.gain());
            int one = ids.indexOf(pair.one());
            int other = ids.indexOf(pair.other());
            all.set(
                    one,
                    all.get(one).with(AuditedEntry.Kind.EXCHANGED, "with " + pair.other() + gain));
            all.set(
                    other,
                    all.get(other).with(AuditedEntry.Kind.EXCHANGED, "with " + pair.one() + gain));
        }
        return new BankAudit(all, groups, directions, discarded, critical);
    }

    private record Walk(Bank bank, DistanceMatrix datasets, int threads, Progress progress) {
        BankAudit audit() throws IOException {
            List<BankEntry> finite = finite();
            List<String> ids = finite.stream().map(BankEntry::id).toList();
            TreeSet<String> names = new TreeSet<>();
            InitialisationGroups groups;
            try (Arena arena = Arena.ofShared()) {
                List<Source> sources = new ArrayList<>();
                for (LoraAdapter adapter : adapters(finite, arena)) {
                    sources.add(new Source(ids.get(sources.size()), 1, adapter));
                    names.addAll(adapter.modules().keySet());
                }
                groups = InitialisationGroups.of(sources);
            }
            List<AuditedModule> modules = modules(finite, List.copyOf(names));
            Map<String, Integer> directions = new LinkedHashMap<>();
            int at = 0;
            for (String name : names) {
                directions.put(name, modules.get(at++).rank());
            }
            return new BankAudit(
                    entries(ids, modules),
                    groups,
                    directions,
                    modules.stream().mapToDouble(AuditedModule::discarded).max().orElse(0),
                    critical(ids.size()));
        }

        /// The entries whose weights are numbers; every file is looked through and let go.
        private List<BankEntry> finite() throws IOException {
            List<BankEntry> entries = bank.entries();
            AtomicInteger done = new AtomicInteger();
            List<Boolean> finite =
                    Parallel.map(
                            entries,
                            threads,
                            entry -> {
                                Path folder = bank.checkedAdapter(entry);
                                try (Arena arena = Arena.ofConfined()) {
                                    boolean usable = finite(PeftDirectory.read(folder, arena));
                                    progress.at("reading", done.incrementAndGet(), entries.size());
                                    return usable;
                                }
                            });
            return IntStream.range(0, entries.size())
                    .filter(finite::get)
                    .mapToObj(entries::get)
                    .toList();
        }

        /// A few modules at a time: what was mapped for them is let go before the next.
        private List<AuditedModule> modules(List<BankEntry> entries, List<String> names)
                throws IOException {
            int together = Math.max(TOGETHER, threads);
            AtomicInteger done = new AtomicInteger();
            List<AuditedModule> modules = new ArrayList<>();
            for (int from = 0; from < names.size(); from += together) {
                List<String> some = names.subList(from, Math.min(names.size(), from + together));
                try (Arena arena = Arena.ofShared()) {
                    List<LoraAdapter> adapters = adapters(entries, arena);
                    modules.addAll(
                            Parallel.map(
                                    some,
                                    threads,
                                    name -> {
                                        AuditedModule module = AuditedModule.of(name, adapters);
                                        progress.at(
                                                "auditing", done.incrementAndGet(), names.size());
                                        return module;
                                    }));
                }
            }
            return modules;
        }

        private List<LoraAdapter> adapters(List<BankEntry> entries, Arena arena)
                throws IOException {
            List<LoraAdapter> adapters = new ArrayList<>();
            for (BankEntry entry : entries) {
                adapters.add(PeftDirectory.read(bank.resolve(entry.adapter().directory()), arena));
            }
            return adapters;
        }

        private static boolean finite(LoraAdapter adapter) {
            return adapter.modules().values().stream()
                    .allMatch(
                            one ->
                                    AdapterClients.finite(one.a())
                                            && AdapterClients.finite(one.b()));
        }

        private static double critical(int count) {
            return RobustScale.critical(Math.max(3, count), TESTS);
        }

        private List<AuditedEntry> entries(List<String> ids, List<AuditedModule> modules) {
            int n = ids.size();
            double[] norms = new double[n];
            double[] outside = new double[n];
            for (AuditedModule module : modules) {
                double unit = median(module.outside());
                for (int k = 0; k < n; k++) {
                    norms[k] += module.squares()[k];
                    double share = unit == 0 ? 0 : module.outside()[k] / unit;
                    outside[k] += share * share / modules.size();
                }
            }
            double[] sizes = new double[n];
            for (int k = 0; k < n; k++) {
                norms[k] = Math.sqrt(norms[k]);
                outside[k] = Math.sqrt(outside[k]);
                sizes[k] = Math.log(Math.max(norms[k], Double.MIN_NORMAL));
            }
            double[][] cosines = cosines(n, modules);
            Map<String, Integer> ofUpdates = places(ids);
            Map<String, Integer> ofDatasets = places(datasets.entries());
            double[] agreement = new double[n];
            double[] nearest = new double[n];
            for (int k = 0; k < n; k++) {
                int own = k;
                double[] others =
                        IntStream.range(0, n)
                                .filter(j -> j != own)
                                .mapToDouble(j -> cosines[own][j])
                                .toArray();
                agreement[k] = median(others);
                nearest[k] = nearest(ids.get(k), cosines[k], ofUpdates, ofDatasets);
            }
            List<AuditedEntry> judged =
                    new Judgement(ids, norms, cosines, critical(n))
                            .entries(
                                    bank,
                                    zs(sizes, SIZE_FLOOR),
                                    zs(outside, SubspaceSearch.NEGLIGIBLE),
                                    zs(agreement, COSINE_FLOOR),
                                    zs(nearest, COSINE_FLOOR));
            return withFit(judged, cosines, ofUpdates, ofDatasets);
        }

        private static Map<String, Integer> places(List<String> ids) {
            Map<String, Integer> places = new LinkedHashMap<>();
            ids.forEach(id -> places.put(id, places.size()));
            return places;
        }

        /// The mean cosine with the entries of the nearest datasets; NaN without any.
        private double nearest(
                String id,
                double[] cosines,
                Map<String, Integer> ofUpdates,
                Map<String, Integer> ofDatasets) {
            Integer row = ofDatasets.get(id);
            if (row == null) {
                return Double.NaN;
            }
            double[] distances = datasets.values()[row];
            return IntStream.range(0, distances.length)
                    .filter(j -> j != row && ofUpdates.containsKey(datasets.entries().get(j)))
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> distances[j]))
                    .limit(NEIGHBOURS)
                    .mapToDouble(j -> cosines[ofUpdates.getOrDefault(datasets.entries().get(j), 0)])
                    .average()
                    .orElse(Double.NaN);
        }

        /// Among entries with datasets whose updates are not found unusual themselves.
        private List<AuditedEntry> withFit(
                List<AuditedEntry> judged,
                double[][] cosines,
                Map<String, Integer> ofUpdates,
                Map<String, Integer> ofDatasets) {
            List<Integer> places = new ArrayList<>();
            for (int k = 0; k < judged.size(); k++) {
                AuditedEntry entry = judged.get(k);
                if (!entry.unusual() && ofDatasets.containsKey(entry.id())) {
                    places.add(k);
                }
            }
            int n = places.size();
            double[][] between = new double[n][n];
            double[][] distances = new double[n][n];
            List<String> names = places.stream().map(k -> judged.get(k).id()).toList();
            for (int i = 0; i < n; i++) {
                int update = ofUpdates.getOrDefault(names.get(i), -1);
                int dataset = ofDatasets.getOrDefault(names.get(i), -1);
                for (int j = 0; j < n; j++) {
                    between[i][j] = cosines[update][ofUpdates.getOrDefault(names.get(j), -1)];
                    distances[i][j] =
                            datasets.values()[dataset][ofDatasets.getOrDefault(names.get(j), -1)];
                }
            }
            List<AuditedEntry> entries = new ArrayList<>(judged);
            DatasetFit fit = new DatasetFit(between, distances);
            for (DatasetFit.Contrary one : fit.contrary(TESTS)) {
                int k = places.get(one.entry());
                String detail = "fit %+.2f, z %+.1f".formatted(one.fit(), one.z());
                entries.set(k, entries.get(k).with(AuditedEntry.Kind.MISLABELLED, detail));
            }
            for (DatasetFit.Exchange pair : fit.exchanges(TESTS)) {
                for (int[] ends :
                        new int[][] {{pair.one(), pair.other()}, {pair.other(), pair.one()}}) {
                    int k = places.get(ends[0]);
                    String detail = "with %s, z %+.1f".formatted(names.get(ends[1]), pair.z());
                    entries.set(k, entries.get(k).with(AuditedEntry.Kind.EXCHANGED, detail));
                }
            }
            return entries;
        }

        /// z of the values that are numbers.
        private static double[] zs(double[] values, double floor) {
            double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
            if (known.length < 3) {
                return Arrays.stream(values).map(v -> Double.isNaN(v) ? v : 0).toArray();
            }
            RobustScale scale = RobustScale.of(known, floor);
            return Arrays.stream(values).map(v -> Double.isNaN(v) ? v : scale.z(v)).toArray();
        }

        private static double median(double[] values) {
            return values.length == 0 ? 0 : RobustScale.median(values);
        }

        private static double[][] cosines(int n, List<AuditedModule> modules) {
            double[][] cosines = new double[n][n];
            for (AuditedModule module : modules) {
                for (int i = 0; i < n; i++) {
                    double[] one = module.sketches().get(i);
                    for (int j = 0; j <= i; j++) {
                        double[] other = module.sketches().get(j);
                        if (one.length == other.length) {
                            cosines[i][j] += RowKernel.dot(one, 0, other, 0, one.length);
                        }
                    }
                }
            }
            double[] lengths = new double[n];
            for (int i = 0; i < n; i++) {
                lengths[i] = Math.sqrt(cosines[i][i]);
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double length = lengths[i] * lengths[j];
                    cosines[i][j] = length == 0 ? 0 : cosines[i][j] / length;
                    cosines[j][i] = cosines[i][j];
                }
            }
            return cosines;
        }
    }
}
