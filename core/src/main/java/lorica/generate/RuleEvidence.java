package lorica.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lorica.coefficient.Evidence;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.DatasetStatistics;
import lorica.distribution.DatasetView;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.distribution.TokenCounts;

/// What an attention rule sees, in the order of its inputs: what `generate` compares by default,
/// then five distances of inputs and of outputs each.
public final class RuleEvidence {
    private static final List<String> DISTANCES = List.of("js", "hellinger", "kl", "wd", "mmd");

    private RuleEvidence() {}

    /// A distance on a representation.
    public record Seen(Distance distance, Representation on) {}

    /// Which distances.
    public static List<Seen> seen() {
        GenerateOptions usual = GenerateOptions.defaults();
        List<Seen> seen = new ArrayList<>(List.of(new Seen(usual.distance(), usual.on())));
        for (Part part : List.of(Part.INPUT, Part.OUTPUT)) {
            for (String distance : DISTANCES) {
                seen.add(new Seen(Distance.parse(distance), Representation.of(part)));
            }
        }
        return seen;
    }

    /// Of the entries of a bank that have a dataset.
    public static Evidence.OfBank of(BankIndex index) throws IOException {
        List<DistanceMatrix> matrices = new ArrayList<>();
        for (Seen seen : seen()) {
            matrices.add(index.matrix(seen.distance(), seen.on()));
        }
        return new Evidence.OfBank(
                matrices,
                statistics(
                        index.counts(DatasetView.part(DatasetView.whole(), Part.INPUT)),
                        index.counts(DatasetView.part(DatasetView.whole(), Part.OUTPUT))));
    }

    /// Of every dataset.
    public static List<double[]> statistics(List<TokenCounts> inputs, List<TokenCounts> outputs) {
        List<double[]> statistics = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            statistics.add(DatasetStatistics.of(inputs.get(i), outputs.get(i)));
        }
        return statistics;
    }
}
