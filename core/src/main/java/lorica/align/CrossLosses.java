package lorica.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// How well adapters do on each other's datasets, where a base model measured it.
///
/// ```
/// exchanged:   ln Lᵢᵢ − ln Lᵢⱼ ≥ 0.05   and   ln Lⱼⱼ − ln Lⱼᵢ ≥ 0.05
/// ```
///
/// An adapter does better on the dataset that it was trained on than one that was trained on
/// another, so that of two which are not exchanged neither difference is above 0 but by chance. Of
/// pairs with an entry in common that of the largest sum counts. Unlike [DatasetFit] it tells
/// exchanges within a family; it does not tell them where two datasets teach the same. Where not
/// most adapters are the best of all on their own dataset, losses say nothing: a bank whose texts
/// are joined otherwise than those that its adapters were trained on. Ours.
/// Source: docs/methods/bank-audit.md.
///
/// @param ids of entries
/// @param losses `[i][j]`: mean −log p of the outputs of dataset i under adapter j, at least 0
public record CrossLosses(List<String> ids, double[][] losses) {
    /// Differences of logarithms below it are no evidence.
    private static final double LEAST = 0.05;

    /// Losses are told apart down to it.
    private static final double SMALLEST = 1e-6;

    /// Two entries whose adapters each do better on the other's dataset.
    ///
    /// @param gain the sum of the differences of logarithms
    public record Exchange(String one, String other, double gain) {}

    public CrossLosses {
        ids = List.copyOf(ids);
        boolean square = losses.length == ids.size();
        for (double[] row : losses) {
            square &= row.length == ids.size();
        }
        if (!square) {
            throw new IllegalArgumentException(
                    "cross losses: expected %d by %d, found another shape"
                            .formatted(ids.size(), ids.size()));
        }
    }

    /// Of some of the entries.
    CrossLosses among(Set<String> some) {
        int[] places =
                IntStream.range(0, ids.size()).filter(i -> some.contains(ids.get(i))).toArray();
        double[][] of = new double[places.length][places.length];
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < places.length; j++) {
                of[i][j] = losses[places[i]][places[j]];
            }
        }
        return new CrossLosses(Arrays.stream(places).mapToObj(ids::get).toList(), of);
    }

    /// Those found, that of the largest gain first; none where losses say nothing.
    public List<Exchange> exchanges() {
        if (2 * atHome() <= ids.size()) {
            return List.of();
        }
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            for (int j = 0; j < i; j++) {
                if (better(i, j) >= LEAST && better(j, i) >= LEAST) {
                    pairs.add(new int[] {j, i});
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(pair -> -gain(pair)));
        Set<Integer> taken = new HashSet<>();
        List<Exchange> found = new ArrayList<>();
        for (int[] pair : pairs) {
            if (!taken.contains(pair[0]) && !taken.contains(pair[1])) {
                taken.add(pair[0]);
                taken.add(pair[1]);
                found.add(new Exchange(ids.get(pair[0]), ids.get(pair[1]), gain(pair)));
            }
        }
        return found;
    }

    /// Datasets on which no adapter does better than their own.
    private int atHome() {
        int count = 0;
        for (int i = 0; i < losses.length; i++) {
            count += losses[i][i] <= Arrays.stream(losses[i]).min().orElseThrow() ? 1 : 0;
        }
        return count;
    }

    private double gain(int[] pair) {
        return better(pair[0], pair[1]) + better(pair[1], pair[0]);
    }

    /// By how much adapter j does better on dataset i than its own.
    private double better(int i, int j) {
        return Math.log(Math.max(losses[i][i], SMALLEST))
                - Math.log(Math.max(losses[i][j], SMALLEST));
    }
}
