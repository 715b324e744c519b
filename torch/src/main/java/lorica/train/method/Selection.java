package lorica.train.method;

import java.util.random.RandomGenerator;

/// Which of n columns (or rows) an update reaches.
public enum Selection {
    /// r of them drawn without replacement, ascending (the paper's section E.3.1).
    SCATTERED,
    /// r consecutive ones from ξ = randint(0, ⌊n/r⌋ − 1), both ends included (its algorithm 2): as
    /// a place, ξ reaches only the first ⌊n/r⌋ + r − 1 of them.
    WINDOW;

    int[] draw(int n, int rank, RandomGenerator random) {
        requireFits(n, rank);
        return switch (this) {
            case SCATTERED -> scattered(n, rank, random);
            case WINDOW -> window(n, rank, random.nextInt(n / rank));
        };
    }

    /// `rank` consecutive places from `first`, those past the end beginning again at 0.
    static int[] window(int n, int rank, long first) {
        requireFits(n, rank);
        int[] places = new int[rank];
        for (int i = 0; i < rank; i++) {
            places[i] = (int) ((first + i) % n);
        }
        return places;
    }

    /// Selection sampling (Knuth, The Art of Computer Programming, 3.4.2, algorithm S).
    private static int[] scattered(int n, int rank, RandomGenerator random) {
        int[] places = new int[rank];
        int chosen = 0;
        for (int i = 0; chosen < rank; i++) {
            if (random.nextDouble() * (n - i) < rank - chosen) {
                places[chosen++] = i;
            }
        }
        return places;
    }

    private static void requireFits(int n, int rank) {
        if (rank > n) {
            throw new IllegalArgumentException(
                    "r: expected at most the %d columns (or rows) to choose from, found %d"
                            .formatted(n, rank));
        }
    }
}
