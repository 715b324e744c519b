package lorica.distribution;

/// A dataset seen as a probability distribution over token ids, sparse: only tokens that occur.
///
/// Invariants: `0 ≤ tokens[i] < vocabulary`, `tokens` strictly increasing, `mass[i] > 0`, `Σ mass
/// = 1 ± 1e-9`. Arrays are shared, not copied: treat them as read-only.
public record TokenDistribution(String dataset, int vocabulary, int[] tokens, double[] mass) {
    public TokenDistribution {
        if (tokens.length != mass.length) {
            throw new IllegalArgumentException(
                    "dataset '%s': expected one mass per token, found %d tokens, %d masses"
                            .formatted(dataset, tokens.length, mass.length));
        }
        double total = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= vocabulary || (i > 0 && tokens[i] <= tokens[i - 1])) {
                throw new IllegalArgumentException(
                        "dataset '%s': expected increasing tokens in [0, %d), found %d at index %d"
                                .formatted(dataset, vocabulary, tokens[i], i));
            }
            if (!(mass[i] > 0)) {
                throw new IllegalArgumentException(
                        "dataset '%s': expected mass > 0, found %s for token %d"
                                .formatted(dataset, mass[i], tokens[i]));
            }
            total += mass[i];
        }
        if (!(Math.abs(total - 1) <= 1e-9)) {
            throw new IllegalArgumentException(
                    "dataset '%s': expected total mass 1, found %s".formatted(dataset, total));
        }
    }
}
