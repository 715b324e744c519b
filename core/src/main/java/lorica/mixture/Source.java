package lorica.mixture;

import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;

/// One term of a mixture: a bank entry's adapter and its weight.
public record Source(String entry, double weight, LoraAdapter adapter) {
    public Source {
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "source '%s': expected a finite weight, found %s".formatted(entry, weight));
        }
    }

    /// The same weight of an adapter whose update is multiplied, 0 included: for mixtures that are
    /// linear in it.
    public Source scaled(double factor) {
        TreeMap<String, LoraFactors> modules = new TreeMap<>();
        for (LoraFactors factors : adapter.modules().values()) {
            modules.put(
                    factors.module(),
                    new LoraFactors(
                            factors.module(),
                            factors.a(),
                            factors.b(),
                            factors.scaling() * factor));
        }
        return new Source(
                entry, weight, new LoraAdapter(adapter.directory(), adapter.config(), modules));
    }
}
