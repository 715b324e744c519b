package lorica.gram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The inner products of a bank's adapters, `G[i][j] = ⟨θᵢ, θⱼ⟩`: symmetric, positive semidefinite.
///
/// ```
/// ‖Σ wⱼθⱼ − θᵢ‖² = wᵀGw − 2·wᵀgᵢ + Gᵢᵢ
/// ```
///
/// @param values finite; treat as read-only
public record GramMatrix(List<String> entries, double[][] values) {
    public GramMatrix {
        entries = List.copyOf(entries);
        if (entries.size() != values.length) {
            throw new IllegalArgumentException(
                    "gram matrix: expected one row per entry, found %d entries, %d rows"
                            .formatted(entries.size(), values.length));
        }
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                if (values[i].length != values.length
                        || !Double.isFinite(values[i][j])
                        || values[i][j] != values[j][i]) {
                    throw new IllegalArgumentException(
                            "gram matrix: expected a finite symmetric matrix, found another at '%s', '%s'"
                                    .formatted(entries.get(i), entries.get(j)));
                }
            }
        }
    }

    /// `‖θᵢ‖`.
    public double norm(int entry) {
        return Math.sqrt(Math.max(0, values[entry][entry]));
    }

    /// `cos(θᵢ, θⱼ)`; 0 where one of them is zero.
    public double cosine(int one, int other) {
        double norms = norm(one) * norm(other);
        return norms == 0 ? 0 : values[one][other] / norms;
    }

    /// The same matrix over some of its entries, in the order given.
    ///
    /// @throws IllegalArgumentException if one is not in it
    public GramMatrix among(List<String> chosen) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            places.put(entries.get(i), i);
        }
        List<Integer> kept = new ArrayList<>();
        for (String entry : chosen) {
            Integer place = places.get(entry);
            if (place == null) {
                throw new IllegalArgumentException(
                        "gram matrix: expected an entry '%s', found none of that name among %d"
                                .formatted(entry, entries.size()));
            }
            kept.add(place);
        }
        double[][] part = new double[kept.size()][kept.size()];
        for (int i = 0; i < part.length; i++) {
            for (int j = 0; j < part.length; j++) {
                part[i][j] = values[kept.get(i)][kept.get(j)];
            }
        }
        return new GramMatrix(chosen, part);
    }

    /// How far a mixture is from an adapter, `‖Σ wⱼθⱼ − θᵢ‖² / ‖θᵢ‖²`: 0 is the adapter itself, 1
    /// what no adapter at all gives.
    ///
    /// @param weights one an entry, any numbers
    /// @throws IllegalArgumentException if the adapter is zero
    public double distanceShare(double[] weights, int target) {
        if (!(values[target][target] > 0)) {
            throw new IllegalArgumentException(
                    "gram matrix: expected an adapter that changes something, found '%s' of norm 0"
                            .formatted(entries.get(target)));
        }
        double square = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                double product = 0;
                for (int j = 0; j < weights.length; j++) {
                    product = Math.fma(values[i][j], weights[j], product);
                }
                square += weights[i] * (product - 2 * values[i][target]);
            }
        }
        return Math.max(0, square + values[target][target]) / values[target][target];
    }
}
