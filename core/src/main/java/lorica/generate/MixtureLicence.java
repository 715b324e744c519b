package lorica.generate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The licence of a mixture, worked out from those of its sources.
///
/// Licences form a partial order: `a ≤ b` where what is under a may be passed on under b, with a's
/// notices kept. A mixture has the licence of a source that all others are below. Where there is
/// none, where one is not known or not stated, or where one allows no derivatives, it is `other`,
/// and the conflicts say why: no licence is invented that no source has. A reading aid, not legal
/// advice. The order and its reasons: docs/methods/licences.md.
///
/// @param name the hub's identifier
/// @param conflicts licences that exclude each other or any mixture, one sentence each
/// @param open what a reader must settle: licences not stated, or not known here
record MixtureLicence(String name, List<String> conflicts, List<String> open) {
    /// The hub's word for a licence that is none of its own.
    static final String OTHER = "other";

    /// Each licence and those directly above it.
    private static final Map<String, List<String>> ABOVE =
            Map.ofEntries(
                    Map.entry("cc0-1.0", List.of("unlicense")),
                    Map.entry("unlicense", List.of("isc")),
                    Map.entry("isc", List.of("mit")),
                    Map.entry("mit", List.of("bsd-2-clause")),
                    Map.entry("bsd-2-clause", List.of("bsd-3-clause")),
                    Map.entry("bsd-3-clause", List.of("apache-2.0", "gpl-2.0")),
                    Map.entry("apache-2.0", List.of("odc-by", "cc-by-3.0", "mpl-2.0")),
                    Map.entry("odc-by", List.of("cc-by-4.0", "odbl")),
                    Map.entry("cc-by-3.0", List.of("cc-by-4.0", "cc-by-sa-3.0")),
                    Map.entry("cc-by-4.0", List.of("cc-by-sa-4.0", "cc-by-nc-4.0")),
                    Map.entry("cc-by-sa-3.0", List.of("cc-by-sa-4.0")),
                    Map.entry("cc-by-sa-4.0", List.of("gpl-3.0")),
                    Map.entry("mpl-2.0", List.of("lgpl-3.0")),
                    Map.entry("lgpl-3.0", List.of("gpl-3.0")),
                    Map.entry("gpl-3.0", List.of("agpl-3.0")),
                    Map.entry("cc-by-nc-4.0", List.of("cc-by-nc-sa-4.0")),
                    Map.entry("gpl-2.0", List.of()),
                    Map.entry("odbl", List.of()),
                    Map.entry("agpl-3.0", List.of()),
                    Map.entry("cc-by-nc-sa-4.0", List.of()));

    /// Those that let nobody share a derivative, which every mixture is.
    private static final Set<String> NO_DERIVATIVES = Set.of("cc-by-nd-4.0", "cc-by-nc-nd-4.0");

    /// Entries that a sentence names.
    private static final int NAMED = 3;

    MixtureLicence {
        conflicts = List.copyOf(conflicts);
        open = List.copyOf(open);
    }

    /// Of the sources with weight.
    static MixtureLicence of(List<Provenance.SourceFacts> mixed) {
        TreeMap<String, List<String>> entries = new TreeMap<>();
        for (Provenance.SourceFacts source : mixed) {
            String stated = source.licence().orElse("").strip().toLowerCase(Locale.ROOT);
            for (String licence : stated.split("\\s+and\\s+", -1)) { // both hold: SPDX's AND
                entries.computeIfAbsent(licence, name -> new ArrayList<>()).add(source.entry());
            }
        }
        List<String> conflicts = new ArrayList<>();
        List<String> open = new ArrayList<>();
        entries.forEach(
                (licence, of) -> {
                    if (NO_DERIVATIVES.contains(licence)) {
                        conflicts.add(
                                "%s lets nobody share a derivative, which a mixture is."
                                        .formatted(named(licence, of)));
                    } else {
                        leaveOpen(open, licence, of, entries.size());
                    }
                });
        if (!conflicts.isEmpty() || !open.isEmpty() || entries.isEmpty()) {
            return new MixtureLicence(OTHER, conflicts, open);
        }
        for (String licence : entries.keySet()) {
            if (entries.keySet().stream().allMatch(below -> upwards(below).contains(licence))) {
                return new MixtureLicence(licence, List.of(), List.of());
            }
        }
        List<String> names = List.copyOf(entries.keySet());
        for (int i = 0; i < names.size(); i++) {
            for (String other : names.subList(i + 1, names.size())) {
                String one = names.get(i);
                if (!upwards(one).contains(other) && !upwards(other).contains(one)) {
                    conflicts.add(
                            "Licences in conflict: %s and %s: neither lets the other's sources be passed on under it."
                                    .formatted(
                                            named(one, entries.getOrDefault(one, List.of())),
                                            named(other, entries.getOrDefault(other, List.of()))));
                }
            }
        }
        return new MixtureLicence(OTHER, conflicts, List.of());
    }

    /// What keeps one licence out of any order; one that all sources share needs none.
    private static void leaveOpen(
            List<String> open, String licence, List<String> entries, int licences) {
        if (licence.isEmpty()) {
            open.add(
                    "No licence is stated for %s: ask their owners before you share the adapter."
                            .formatted(listed(entries)));
        } else if (!ABOVE.containsKey(licence) && licences > 1) {
            open.add(
                    "%s is not among the licences that are known here (docs/methods/licences.md): read it."
                            .formatted(named(licence, entries)));
        }
    }

    private static String named(String licence, List<String> entries) {
        return "%s (of %s)".formatted(licence, listed(entries));
    }

    private static String listed(List<String> entries) {
        String first = String.join(", ", entries.stream().limit(NAMED).toList());
        return entries.size() <= NAMED
                ? first
                : "%s and %d more".formatted(first, entries.size() - NAMED);
    }

    /// The licence itself and all above it.
    private static Set<String> upwards(String licence) {
        Set<String> above = new HashSet<>(Set.of(licence));
        for (String next : ABOVE.getOrDefault(licence, List.of())) {
            above.addAll(upwards(next));
        }
        return above;
    }
}
