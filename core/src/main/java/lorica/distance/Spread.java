package lorica.distance;

import java.util.Arrays;

/// One number an id, from numbers of the tokens that occur: ids `from … from + n − 1` into
/// `tile[at …]`.
final class Spread {
    private Spread() {}

    /// `values` at the tokens, `elsewhere` at all other ids.
    static void sparse(
            int[] tokens,
            double[] values,
            double elsewhere,
            int from,
            int n,
            double[] tile,
            int at) {
        Arrays.fill(tile, at, at + n, elsewhere);
        for (int i = first(tokens, from); i < tokens.length && tokens[i] < from + n; i++) {
            tile[at + tokens[i] - from] = values[i];
        }
    }

    /// A distribution function that takes `values` at the tokens: 0 before the first, 1 after the
    /// last whatever rounding left of it.
    static void steps(int[] tokens, double[] values, int from, int n, double[] tile, int at) {
        int i = first(tokens, from);
        int id = from;
        while (id < from + n) {
            int next = i < tokens.length ? Math.min(tokens[i], from + n) : from + n;
            double height = i == 0 ? 0 : i == tokens.length ? 1 : values[i - 1];
            Arrays.fill(tile, at + id - from, at + next - from, height);
            id = next;
            if (id < from + n) {
                i++;
                tile[at + id - from] = i == tokens.length ? 1 : values[i - 1];
                id++;
            }
        }
    }

    private static int first(int[] tokens, int from) {
        int found = Arrays.binarySearch(tokens, from);
        return found < 0 ? -found - 1 : found;
    }
}
