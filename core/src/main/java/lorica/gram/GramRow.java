package lorica.gram;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lorica.storage.Checksum;

/// One adapter's inner products with others.
///
/// @param modules names of its modules, in the order of [Products#updates]
/// @param products by the other adapter's key
record GramRow(List<String> modules, SequencedMap<Checksum, Products> products) {
    GramRow {
        modules = List.copyOf(modules);
        products = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(products));
        for (Map.Entry<Checksum, Products> other : products.entrySet()) {
            if (other.getValue().updates().length != modules.size()) {
                throw new IllegalArgumentException(
                        "gram row: expected products of %d modules with %s, found %d"
                                .formatted(
                                        modules.size(),
                                        other.getKey(),
                                        other.getValue().updates().length));
            }
        }
    }
}
