package lorica.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import lorica.distance.DistanceMatrix;
import lorica.evaluate.Bootstrap;
import lorica.evaluate.Correlation;
import lorica.evaluate.Interval;
import lorica.gram.GramMatrix;

/// What a distance between datasets says of their adapters.
///
/// @param pearson mean over datasets of the correlation of `−distance` with `cos(ΔWᵢ, ΔWⱼ)` over
///     the other entries, with its bootstrap interval; empty where it is nowhere defined
/// @param spearman the same of the ranks
public record Agreement(String distance, Optional<Interval> pearson, Optional<Interval> spearman) {

    /// @param gram over the same entries, in the same order
    public static Agreement of(DistanceMatrix distances, GramMatrix gram, Bootstrap bootstrap) {
        if (!distances.entries().equals(gram.entries())) {
            throw new IllegalArgumentException(
                    "agreement: expected the same entries on both sides, found %d and %d"
                            .formatted(distances.entries().size(), gram.entries().size()));
        }
        int n = gram.entries().size();
        List<double[]> near =
                IntStream.range(0, n)
                        .mapToObj(i -> others(i, n, j -> -distances.values()[i][j]))
                        .toList();
        List<double[]> cosines =
                IntStream.range(0, n).mapToObj(i -> others(i, n, j -> gram.cosine(i, j))).toList();
        return new Agreement(
                distances.distance(),
                mean(
                        IntStream.range(0, n)
                                .mapToObj(i -> Correlation.pearson(near.get(i), cosines.get(i)))
                                .toList(),
                        bootstrap),
                mean(
                        IntStream.range(0, n)
                                .mapToObj(i -> Correlation.spearman(near.get(i), cosines.get(i)))
                                .toList(),
                        bootstrap));
    }

    private static double[] others(int self, int n, java.util.function.IntToDoubleFunction value) {
        return IntStream.range(0, n).filter(j -> j != self).mapToDouble(value).toArray();
    }

    /// The mean of those that are defined.
    static Optional<Interval> mean(List<OptionalDouble> values, Bootstrap bootstrap) {
        double[] defined =
                values.stream()
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .toArray();
        return defined.length == 0 ? Optional.empty() : Optional.of(bootstrap.mean(defined));
    }
}
