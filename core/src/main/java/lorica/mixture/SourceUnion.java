package lorica.mixture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;

/// The sources of non-zero weight and what they say together.
///
/// Refuses what no mixture can join: one module with different extents, a different
/// `fan_in_fan_out`, a different task type.
///
/// @param stacked of every module of any source: the sum of the ranks, `in`, `out`
record SourceUnion(List<Source> sources, SortedMap<String, ModuleShape> stacked) {
    static SourceUnion of(List<Source> all, String mixture) {
        List<Source> sources = all.stream().filter(source -> source.weight() != 0).toList();
        if (sources.isEmpty()) {
            throw new MixtureException(
                    mixture + " mixture",
                    "at least one adapter of non-zero weight",
                    all.size() + " adapters, all of weight 0");
        }
        Source first = sources.getFirst();
        SortedMap<String, ModuleShape> stacked = new TreeMap<>();
        SortedMap<String, Source> owners = new TreeMap<>();
        for (Source source : sources) {
            agree(
                    mixture,
                    first,
                    source,
                    "fan_in_fan_out",
                    first.adapter().config().fanInFanOut(),
                    source.adapter().config().fanInFanOut());
            for (LoraFactors factors : source.adapter().modules().values()) {
                String module = factors.module();
                Source owner = owners.computeIfAbsent(module, name -> source);
                ModuleShape before = stacked.get(module);
                if (before == null) {
                    before = new ModuleShape(0, factors.in(), factors.out());
                }
                agree(
                        mixture,
                        owner,
                        source,
                        "module " + module,
                        "in %d, out %d".formatted(before.in(), before.out()),
                        "in %d, out %d".formatted(factors.in(), factors.out()));
                int rank = Math.addExact(before.rank(), factors.rank());
                stacked.put(module, new ModuleShape(rank, before.in(), before.out()));
            }
        }
        return new SourceUnion(sources, stacked);
    }

    private static void agree(
            String mixture, Source a, Source b, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new MixtureException(
                    "%s mixture of '%s' and '%s': %s"
                            .formatted(mixture, a.entry(), b.entry(), what),
                    "%s as in '%s'".formatted(expected, a.entry()),
                    "%s in '%s'".formatted(found, b.entry()));
        }
    }

    /// The largest rank of any module of any source.
    int largestRank() {
        int largest = 1;
        for (Source source : sources) {
            for (LoraFactors factors : source.adapter().modules().values()) {
                largest = Math.max(largest, factors.rank());
            }
        }
        return largest;
    }

    /// The scaling of all modules of all sources, where they share one.
    Optional<Double> sharedScaling() {
        double shared = Double.NaN;
        for (Source source : sources) {
            for (LoraFactors factors : source.adapter().modules().values()) {
                if (Double.isNaN(shared)) {
                    shared = factors.scaling();
                }
                if (Math.abs(factors.scaling() - shared) > 1e-12 * Math.abs(shared)) {
                    return Optional.empty();
                }
            }
        }
        return shared == 0 ? Optional.empty() : Optional.of(shared);
    }

    /// The plan of a mixture in which every module has this rank and the scaling is α/r.
    MixturePlan plan(Mixture mixture, int rank, double scaling) {
        SortedMap<String, ModuleShape> modules = new TreeMap<>();
        stacked.forEach(
                (name, shape) -> modules.put(name, new ModuleShape(rank, shape.in(), shape.out())));
        LoraConfig first = sources.getFirst().adapter().config();
        LoraConfig config =
                new LoraConfig(
                        baseModel(),
                        first.revision(),
                        taskType(mixture.name()),
                        rank,
                        scaling * rank,
                        LoraConfig.Scaling.LORA,
                        first.dropout(),
                        first.fanInFanOut(),
                        targetModules(),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>());
        return new MixturePlan(mixture, sources, config, modules);
    }

    private String baseModel() {
        return sources.stream()
                .map(source -> source.adapter().config().baseModel())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Optional<String> taskType(String mixture) {
        Optional<Source> first = Optional.empty();
        for (Source source : sources) {
            Optional<String> type = source.adapter().config().taskType();
            if (type.isPresent() && first.isEmpty()) {
                first = Optional.of(source);
            }
            if (type.isPresent()) {
                Source other = first.orElseThrow();
                agree(
                        mixture,
                        other,
                        source,
                        "task_type",
                        other.adapter().config().taskType().orElseThrow(),
                        type.get());
            }
        }
        return first.flatMap(source -> source.adapter().config().taskType());
    }

    /// The union of the listed names. A regular expression cannot be joined with anything: then the
    /// modules themselves are listed, by their whole names.
    private TargetModules targetModules() {
        TreeSet<String> names = new TreeSet<>();
        for (Source source : sources) {
            switch (source.adapter().config().targetModules()) {
                case TargetModules.Listed listed -> names.addAll(listed.names());
                case TargetModules.Expression expression -> {
                    return PeftDirectory.wholeNames(stacked.keySet());
                }
            }
        }
        return names.isEmpty()
                ? PeftDirectory.wholeNames(stacked.keySet())
                : new TargetModules.Listed(List.copyOf(names));
    }
}
