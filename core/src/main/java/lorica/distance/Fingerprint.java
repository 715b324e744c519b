package lorica.distance;

import lorica.distribution.TokenDistribution;

/// A distribution together with what one distance computes from it alone.
///
/// @param distance the name of the distance that made it
/// @param statistic numbers whose meaning is the distance's own; treat as read-only
public record Fingerprint(String distance, TokenDistribution distribution, double[] statistic) {

    /// The door of every [Distance#between]: both of the same distance, over the same vocabulary.
    static void requirePair(String distance, Fingerprint p, Fingerprint q) {
        requireMadeBy(distance, p);
        requireMadeBy(distance, q);
        if (p.distribution.vocabulary() != q.distribution.vocabulary()) {
            throw new IllegalArgumentException(
                    "%s distance: expected one vocabulary, found %d ids for '%s' and %d for '%s'; tokenise both with the same tokenizer"
                            .formatted(
                                    distance,
                                    p.distribution.vocabulary(),
                                    p.distribution.dataset(),
                                    q.distribution.vocabulary(),
                                    q.distribution.dataset()));
        }
    }

    private static void requireMadeBy(String distance, Fingerprint fingerprint) {
        if (!fingerprint.distance.equals(distance)) {
            throw new IllegalArgumentException(
                    "%s distance: expected a fingerprint of its own, found one of '%s' for '%s'"
                            .formatted(
                                    distance,
                                    fingerprint.distance,
                                    fingerprint.distribution.dataset()));
        }
    }
}
