package lorica.mixture;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
        Map<String, Double> coefficients = new HashMap<>();
        adapter.modules().keySet().forEach(module -> coefficients.put(module, factor));
        return new Source(entry, weight, ofModules(entry, adapter, coefficients).adapter());
    }

    /// A term of weight 1 whose update is multiplied module by module.
    ///
    /// @param coefficients by module, one for each that the adapter has
    public static Source ofModules(
            String entry, LoraAdapter adapter, Map<String, Double> coefficients) {
        TreeMap<String, LoraFactors> modules = new TreeMap<>();
        for (LoraFactors factors : adapter.modules().values()) {
            double coefficient =
                    Optional.ofNullable(coefficients.get(factors.module())).orElseThrow();
            modules.put(
                    factors.module(),
                    new LoraFactors(
                            factors.module(),
                            factors.a(),
                            factors.b(),
                            factors.scaling() * coefficient));
        }
        return new Source(
                entry, 1, new LoraAdapter(adapter.directory(), adapter.config(), modules));
    }
}
