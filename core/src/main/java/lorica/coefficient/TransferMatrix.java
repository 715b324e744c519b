package lorica.coefficient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How well each adapter of a bank serves each of its datasets, measured where the base model was
/// at hand.
///
/// @param entries of the bank, in its order
/// @param losses `[i][j]`: mean −log p, in nats a token, of the outputs of dataset i under adapter
///     j alone; finite, at least 0; treat as read-only
public record TransferMatrix(List<String> entries, double[][] losses) {
    public TransferMatrix {
        entries = List.copyOf(entries);
        if (losses.length != entries.size()) {
            throw new IllegalArgumentException(
                    "transfer: expected a row of losses for each of %d entries, found %d"
                            .formatted(entries.size(), losses.length));
        }
        for (double[] row : losses) {
            if (row.length != losses.length) {
                throw new IllegalArgumentException(
                        "transfer: expected %d losses in a row, found %d"
                                .formatted(losses.length, row.length));
            }
            for (double loss : row) {
                if (!(loss >= 0) || loss == Double.POSITIVE_INFINITY) {
                    throw new IllegalArgumentException(
                            "transfer: expected finite losses of at least 0, found " + loss);
                }
            }
        }
    }

    /// The losses of some entries, in the order given.
    ///
    /// @throws IllegalArgumentException if one was not measured
    public TransferMatrix among(List<String> chosen) {
        int[] places = places(chosen);
        double[][] some = new double[places.length][places.length];
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < places.length; j++) {
                some[i][j] = losses[places[i]][places[j]];
            }
        }
        return new TransferMatrix(chosen, some);
    }

    /// The places of some entries.
    ///
    /// @throws IllegalArgumentException if one was not measured
    int[] places(List<String> chosen) {
        Map<String, Integer> all = new HashMap<>();
        entries.forEach(entry -> all.put(entry, all.size()));
        int[] places = new int[chosen.size()];
        for (int i = 0; i < places.length; i++) {
            Integer place = all.get(chosen.get(i));
            if (place == null) {
                throw new IllegalArgumentException(
                        "transfer: expected losses of entry '%s', found those of %d others"
                                .formatted(chosen.get(i), entries.size()));
            }
            places[i] = place;
        }
        return places;
    }
}
