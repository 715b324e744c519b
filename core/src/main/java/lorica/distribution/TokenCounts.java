package lorica.distribution;

/// How often each token occurs in a dataset, sparse, exact: what a [TokenDistribution] is made
/// from.
///
/// Invariants: `0 ≤ tokens[i] < vocabulary`, `tokens` strictly increasing, `counts[i] ≥ 1`.
/// Arrays are shared, not copied: treat them as read-only.
///
/// @param examples number of examples counted
public record TokenCounts(
        String dataset, int vocabulary, long examples, int[] tokens, long[] counts) {
    public TokenCounts {
        if (tokens.length != counts.length) {
            throw new IllegalArgumentException(
                    "dataset '%s': expected one count per token, found %d tokens, %d counts"
                            .formatted(dataset, tokens.length, counts.length));
        }
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0
                    || tokens[i] >= vocabulary
                    || (i > 0 && tokens[i] <= tokens[i - 1])
                    || counts[i] < 1) {
                throw new IllegalArgumentException(
                        ("dataset '%s': expected increasing tokens in [0, %d) with counts >= 1,"
                                        + " found token %d with count %d at index %d")
                                .formatted(dataset, vocabulary, tokens[i], counts[i], i));
            }
        }
    }

    /// Builds the sparse form of a histogram over the whole vocabulary.
    public static TokenCounts ofHistogram(String dataset, long examples, long[] histogram) {
        int distinct = 0;
        for (long count : histogram) {
            distinct += count > 0 ? 1 : 0;
        }
        int[] tokens = new int[distinct];
        long[] counts = new long[distinct];
        int next = 0;
        for (int token = 0; token < histogram.length; token++) {
            if (histogram[token] > 0) {
                tokens[next] = token;
                counts[next++] = histogram[token];
            }
        }
        return new TokenCounts(dataset, histogram.length, examples, tokens, counts);
    }

    /// Number of tokens, repetitions included.
    public long total() {
        long total = 0;
        for (long count : counts) {
            total = Math.addExact(total, count);
        }
        return total;
    }

    /// The empirical distribution `mass = count / total`.
    public TokenDistribution distribution() {
        double total = total();
        double[] mass = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            mass[i] = counts[i] / total;
        }
        return new TokenDistribution(dataset, vocabulary, tokens, mass);
    }
}
