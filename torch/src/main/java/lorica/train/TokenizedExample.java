package lorica.train;

/// One row as the model sees it: it learns to predict the ids from place `firstTarget` on.
///
/// The array is shared, not copied: treat it as read-only.
///
/// @param firstTarget at least 1, because the first id is predicted from nothing
public record TokenizedExample(int[] ids, int firstTarget) {
    public TokenizedExample {
        if (firstTarget < 1 || firstTarget >= ids.length) {
            throw new IllegalArgumentException(
                    "example: expected its first target in 1 … %d, found %d"
                            .formatted(ids.length - 1, firstTarget));
        }
    }

    /// Ids predicted.
    public int targets() {
        return ids.length - firstTarget;
    }
}
