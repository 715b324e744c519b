package lorica.distance;

import java.util.List;

/// The distances of one dataset to the entries of a bank, in the bank's order.
///
/// @param distance the distance's name
/// @param dataset what was compared
/// @param values finite, one an entry; treat as read-only
public record DistanceRow(String distance, String dataset, List<String> entries, double[] values) {
    public DistanceRow {
        entries = List.copyOf(entries);
        if (entries.size() != values.length) {
            throw new IllegalArgumentException(
                    "distance row of '%s': expected one value per entry, found %d entries, %d values"
                            .formatted(dataset, entries.size(), values.length));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "distance row of '%s': expected a finite %s distance to '%s', found %s"
                                .formatted(dataset, distance, entries.get(i), values[i]));
            }
        }
    }
}
