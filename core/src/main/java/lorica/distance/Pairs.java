package lorica.distance;

import java.util.List;

/// Distances of some datasets to others: by [DenseForm] where the distance has one, tile of ids by
/// tile of ids, else by [Distance#between].
///
/// Both sides of a tile stay in the cache of one core. A pair's sum runs over the same tiles in the
/// same order whatever other pairs are measured with it, so its value depends on its two
/// fingerprints only. Pairs of few tokens in a large vocabulary are left to [Distance#between],
/// which is quicker there.
final class Pairs {
    /// Datasets a side that are worth measuring together: two sides of two planes fill half a
    /// mebibyte.
    static final int BLOCK = 32;

    private static final int TILE = 512;

    /// Ids that the dense form adds in the time that a walk takes a token.
    private static final int IDS_A_TOKEN = 16;

    private Pairs() {}

    /// Which pairs are asked for, by their places in the two lists.
    @FunctionalInterface
    interface Wanted {
        boolean pair(int row, int column);
    }

    /// `[row][column]`, 0 where a pair is not wanted.
    static double[][] measure(
            Distance distance, List<Fingerprint> rows, List<Fingerprint> columns, Wanted wanted) {
        double[][] values = new double[rows.size()][columns.size()];
        boolean[][] dense = new boolean[rows.size()][columns.size()];
        int vocabulary = 0;
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < columns.size(); j++) {
                if (wanted.pair(i, j)) {
                    Fingerprint p = rows.get(i);
                    Fingerprint q = columns.get(j);
                    Fingerprint.requirePair(distance.name(), p, q);
                    dense[i][j] = distance instanceof DenseForm && manyTokens(p, q);
                    if (dense[i][j]) {
                        vocabulary = p.distribution().vocabulary();
                    } else {
                        values[i][j] = distance.between(p, q);
                    }
                }
            }
        }
        if (vocabulary > 0 && distance instanceof DenseForm form) {
            sum(form, rows, columns, vocabulary, dense, values);
        }
        return values;
    }

    private static boolean manyTokens(Fingerprint p, Fingerprint q) {
        long tokens = (long) p.distribution().tokens().length + q.distribution().tokens().length;
        return IDS_A_TOKEN * tokens >= p.distribution().vocabulary();
    }

    private static void sum(
            DenseForm form,
            List<Fingerprint> rows,
            List<Fingerprint> columns,
            int vocabulary,
            boolean[][] dense,
            double[][] values) {
        int stride = form.planes() * TILE;
        double[] left = new double[rows.size() * stride];
        double[] right = new double[columns.size() * stride];
        double[] scratch = new double[4 * TILE];
        for (int from = 0; from < vocabulary; from += TILE) {
            int n = Math.min(TILE, vocabulary - from);
            spread(form, rows, from, n, left, stride);
            spread(form, columns, from, n, right, stride);
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < values[i].length; j++) {
                    if (dense[i][j]) {
                        values[i][j] += form.terms(left, i * stride, right, j * stride, n, scratch);
                    }
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                if (dense[i][j]) {
                    values[i][j] = form.finish(values[i][j], vocabulary);
                }
            }
        }
    }

    private static void spread(
            DenseForm form,
            List<Fingerprint> datasets,
            int from,
            int n,
            double[] tile,
            int stride) {
        for (int i = 0; i < datasets.size(); i++) {
            form.spread(datasets.get(i), from, n, tile, i * stride);
        }
    }
}
