package lorica.align;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
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
    private static final int TESTS = 5;
    private static final int NEIGHBOURS = 3;

    /// Modules whose factors are mapped at the same time, of every entry.
    private static final int TOGETHER = 6;

    private static final double SAME = 1 - 1e-6;
    private static final double NEAR = 0.98;
    private static final double SAME_NORM = 1e-3;

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
    /// @param neighbours of every entry that has a dataset, the others from the nearest dataset on
    /// @throws lorica.bank.BankException if an adapter is gone or changed
    public static BankAudit of(
            Bank bank, Map<String, List<String>> neighbours, int threads, Progress progress)
            throws IOException {
        return new Walk(bank, neighbours, threads, progress).audit();
    }

    private record Walk(
            Bank bank, Map<String, List<String>> neighbours, int threads, Progress progress) {
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
            Map<String, Integer> place = new LinkedHashMap<>();
            ids.forEach(id -> place.put(id, place.size()));
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
                nearest[k] =
                        neighbours.getOrDefault(ids.get(k), List.of()).stream()
                                .filter(place::containsKey)
                                .limit(NEIGHBOURS)
                                .mapToDouble(id -> cosines[own][place.getOrDefault(id, own)])
                                .average()
                                .orElse(Double.NaN);
            }
            return new Judgement(ids, norms, cosines, critical(n))
                    .entries(
                            bank,
                            zs(sizes, SIZE_FLOOR),
                            zs(outside, SubspaceSearch.NEGLIGIBLE),
                            zs(agreement, COSINE_FLOOR),
                            zs(nearest, COSINE_FLOOR));
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

    /// From numbers to findings.
    private record Judgement(
            List<String> ids, double[] norms, double[][] cosines, double critical) {
        List<AuditedEntry> entries(
                Bank bank, double[] sizes, double[] outside, double[] agreement, double[] nearest) {
            List<AuditedEntry> entries = new ArrayList<>();
            for (BankEntry entry : bank.entries()) {
                int k = ids.indexOf(entry.id());
                if (k < 0) {
                    entries.add(
                            new AuditedEntry(
                                    entry.id(),
                                    Double.NaN,
                                    Double.NaN,
                                    Double.NaN,
                                    Double.NaN,
                                    OptionalDouble.empty(),
                                    List.of(
                                            new AuditedEntry.Finding(
                                                    AuditedEntry.Kind.NOT_FINITE,
                                                    "weights that are no numbers"))));
                    continue;
                }
                entries.add(
                        new AuditedEntry(
                                entry.id(),
                                norms[k],
                                sizes[k],
                                outside[k],
                                agreement[k],
                                Double.isNaN(nearest[k])
                                        ? OptionalDouble.empty()
                                        : OptionalDouble.of(nearest[k]),
                                findings(k, sizes, outside, agreement, nearest)));
            }
            return entries;
        }

        private List<AuditedEntry.Finding> findings(
                int k, double[] sizes, double[] outside, double[] agreement, double[] nearest) {
            List<AuditedEntry.Finding> findings = new ArrayList<>();
            if (norms[k] == 0) {
                findings.add(new AuditedEntry.Finding(AuditedEntry.Kind.ZERO, "norm 0"));
                return findings;
            }
            duplicate(k, findings);
            add(findings, AuditedEntry.Kind.NORM, Math.abs(sizes[k]), sizes[k]);
            add(findings, AuditedEntry.Kind.SUBSPACE, outside[k], outside[k]);
            add(findings, AuditedEntry.Kind.OPPOSED, -agreement[k], agreement[k]);
            add(findings, AuditedEntry.Kind.MISLABELLED, -nearest[k], nearest[k]);
            return findings;
        }

        private void add(
                List<AuditedEntry.Finding> findings, AuditedEntry.Kind kind, double z, double at) {
            if (z > critical) {
                findings.add(new AuditedEntry.Finding(kind, "z %+.1f".formatted(at)));
            }
        }

        /// The later of two is the duplicate.
        private void duplicate(int k, List<AuditedEntry.Finding> findings) {
            for (int j = 0; j < k; j++) {
                if (cosines[k][j] >= NEAR) {
                    boolean same =
                            cosines[k][j] >= SAME && Math.abs(norms[k] / norms[j] - 1) < SAME_NORM;
                    findings.add(
                            new AuditedEntry.Finding(
                                    same
                                            ? AuditedEntry.Kind.DUPLICATE
                                            : AuditedEntry.Kind.NEAR_DUPLICATE,
                                    "of %s, cosine %.4f".formatted(ids.get(j), cosines[k][j])));
                    return;
                }
            }
        }
    }
}
