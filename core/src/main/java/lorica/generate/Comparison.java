package lorica.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lorica.bank.BankEntry;
import lorica.coefficient.Evidence;
import lorica.dataset.Dataset;
import lorica.distance.Distance;
import lorica.distance.DistanceRow;
import lorica.distribution.DatasetStatistics;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.distribution.TokenCounts;

/// A new dataset against those of a bank; each part of it is tokenised once, whatever the number of
/// distances, and measured once by each.
final class Comparison {
    private final BankIndex index;
    private final Dataset dataset;
    private final TemplateDecision template;
    private final Map<Part, TokenCounts> counts = new EnumMap<>(Part.class);
    private final Map<Measured, DistanceRow> measured = new HashMap<>();

    private record Measured(String distance, Part part) {}

    Comparison(BankIndex index, Dataset dataset, TemplateDecision template) {
        this.index = index;
        this.dataset = dataset;
        this.template = template;
    }

    /// The distances to all entries that have a dataset, in the bank's order.
    DistanceRow row(Distance distance, Representation representation) throws IOException {
        List<Part> parts = representation.terms().stream().map(Representation.Term::part).toList();
        parts.forEach(distance::require);
        count(parts);
        index.expect(parts.stream().map(template::viewOfBank).toList());
        List<DistanceRow> rows = new ArrayList<>();
        double[] weights = new double[representation.terms().size()];
        for (Representation.Term term : representation.terms()) {
            weights[rows.size()] = term.weight();
            rows.add(row(distance, term.part()));
        }
        return DistanceRow.sum(representation.name(distance.name()), rows, weights);
    }

    private DistanceRow row(Distance distance, Part part) throws IOException {
        Measured key = new Measured(distance.name(), part);
        DistanceRow known = measured.get(key);
        if (known == null) {
            known =
                    DistanceRow.measure(
                            distance,
                            distance.fingerprint(counts(part).distribution()),
                            index.usable().stream().map(BankEntry::id).toList(),
                            index.fingerprints(distance, template.viewOfBank(part)));
            measured.put(key, known);
        }
        return known;
    }

    /// What an attention rule sees of the dataset and all entries that have one.
    Evidence evidence() throws IOException {
        List<DistanceRow> rows = new ArrayList<>();
        for (RuleEvidence.Seen seen : RuleEvidence.seen()) {
            rows.add(row(seen.distance(), seen.on()));
        }
        return new Evidence(
                rows,
                DatasetStatistics.of(counts(Part.INPUT), counts(Part.OUTPUT)),
                RuleEvidence.statistics(
                        index.counts(template.viewOfBank(Part.INPUT)),
                        index.counts(template.viewOfBank(Part.OUTPUT))));
    }

    /// Counts the parts that are not counted yet, in one pass over the dataset.
    private void count(List<Part> parts) throws IOException {
        List<Part> missing = parts.stream().filter(part -> !counts.containsKey(part)).toList();
        if (missing.isEmpty()) {
            return;
        }
        List<TokenCounts> counted =
                index.count(dataset, missing.stream().map(template::viewOfDataset).toList());
        for (int i = 0; i < missing.size(); i++) {
            counts.put(missing.get(i), counted.get(i));
        }
    }

    private TokenCounts counts(Part part) throws IOException {
        count(List.of(part));
        return Objects.requireNonNull(counts.get(part));
    }

    /// Number of examples in what was compared.
    long examples() {
        return counts.values().stream().mapToLong(TokenCounts::examples).max().orElse(0);
    }

    /// Number of tokens in what was compared.
    long tokens() {
        return counts.entrySet().stream()
                .filter(one -> !one.getKey().isCloud())
                .mapToLong(one -> one.getValue().total())
                .sum();
    }
}
