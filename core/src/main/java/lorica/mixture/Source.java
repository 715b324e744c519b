package lorica.mixture;

import lorica.adapter.LoraAdapter;

/// One term of a mixture: a bank entry's adapter and its weight.
public record Source(String entry, double weight, LoraAdapter adapter) {
    public Source {
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "source '%s': expected a finite weight, found %s".formatted(entry, weight));
        }
    }
}
