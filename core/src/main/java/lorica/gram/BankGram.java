package lorica.gram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import lorica.adapter.LoraAdapter;
import lorica.storage.Checksum;

/// The Gram matrices of a bank.
///
/// @param updates of the updates `ΔW = s·B·A`, all modules: what mixtures in ΔW reach
/// @param factors of the flat factors `θ = (A, B)`: what the published mixture reaches; empty where
///     two adapters differ in modules or ranks
/// @param functional of what the updates do in the base model, where its moments are kept
public record BankGram(
        GramMatrix updates, Optional<GramMatrix> factors, Optional<GramMatrix> functional) {
    /// The same with what the updates do.
    ///
    /// @param other over the same entries, in the same order
    public BankGram withFunctional(GramMatrix other) {
        if (!other.entries().equals(updates.entries())) {
            throw new IllegalArgumentException(
                    "gram: expected the same entries in both geometries, found %d and %d"
                            .formatted(updates.entries().size(), other.entries().size()));
        }
        return new BankGram(updates, factors, Optional.of(other));
    }

    /// The same matrices over some of the entries, in the order given.
    ///
    /// @throws IllegalArgumentException if one is not in them
    public BankGram among(List<String> entries) {
        return new BankGram(
                updates.among(entries),
                factors.map(flat -> flat.among(entries)),
                functional.map(matrix -> matrix.among(entries)));
    }

    /// Of adapters at hand, nothing kept.
    ///
    /// @param entries names, one an adapter
    public static BankGram of(List<String> entries, List<LoraAdapter> adapters, int threads)
            throws IOException {
        return of(entries, adapters, Geometry.ofWeights(), threads);
    }

    /// The same in a geometry of its own.
    public static BankGram of(
            List<String> entries, List<LoraAdapter> adapters, Geometry geometry, int threads)
            throws IOException {
        Products[][] products = AdapterProducts.of(adapters, adapters, geometry, threads);
        List<Checksum> keys =
                entries.stream().map(entry -> Checksum.ofStrings("entry", entry)).toList();
        List<GramRow> rows = new ArrayList<>();
        for (int i = 0; i < products.length; i++) {
            SequencedMap<Checksum, Products> row = new LinkedHashMap<>();
            for (int j = 0; j <= i; j++) {
                row.put(keys.get(j), products[i][j]);
            }
            rows.add(new GramRow(List.copyOf(adapters.get(i).modules().keySet()), row));
        }
        return new GramRows(entries, keys, rows).gram();
    }
}
