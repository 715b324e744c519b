package lorica.distance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lorica.storage.Parallel;

/// The distances of every dataset of a bank to every other, `N×N`; row `i`, column `j` holds
/// `ρ(Pᵢ, Pⱼ)`.
///
/// @param distance the distance's name
/// @param values finite; treat as read-only
public record DistanceMatrix(String distance, List<String> entries, double[][] values) {
    public DistanceMatrix {
        entries = List.copyOf(entries);
        if (entries.size() != values.length) {
            throw new IllegalArgumentException(
                    "%s distance matrix: expected one row per entry, found %d entries, %d rows"
                            .formatted(distance, entries.size(), values.length));
        }
        for (int i = 0; i < values.length; i++) {
            new DistanceRow(distance, entries.get(i), entries, values[i]);
        }
    }

    /// Measures all pairs; a symmetric distance once a pair. Each value depends on its two
    /// fingerprints only, so the result has the same bytes at any number of threads.
    ///
    /// @param fingerprints one an entry, made by the same distance
    /// @param threads at least 1
    /// @throws IOException if the thread is interrupted
    public static DistanceMatrix measure(
            Distance distance, List<String> entries, List<Fingerprint> fingerprints, int threads)
            throws IOException {
        int n = fingerprints.size();
        double[][] values = new double[n][n];
        Parallel.map(
                blocks(n, distance.symmetric()),
                threads,
                block -> {
                    double[][] part =
                            Pairs.measure(
                                    distance,
                                    fingerprints.subList(block.row(), block.rowEnd()),
                                    fingerprints.subList(block.column(), block.columnEnd()),
                                    (i, j) ->
                                            !distance.symmetric()
                                                    || block.row() + i < block.column() + j);
                    for (int i = 0; i < part.length; i++) {
                        int length = part[i].length;
                        System.arraycopy(
                                part[i], 0, values[block.row() + i], block.column(), length);
                    }
                    return block;
                });
        if (distance.symmetric()) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    values[i][j] = values[j][i];
                }
            }
        }
        return new DistanceMatrix(distance.name(), entries, values);
    }

    /// A block of a matrix, for whoever measures it in parts: the same numbers as in the whole.
    ///
    /// @return `[row][column]`
    public static double[][] between(
            Distance distance, List<Fingerprint> rows, List<Fingerprint> columns) {
        return Pairs.measure(distance, rows, columns, (i, j) -> true);
    }

    /// The cells of some rows and some columns.
    private record Block(int row, int rowEnd, int column, int columnEnd) {}

    private static List<Block> blocks(int n, boolean symmetric) {
        List<Block> blocks = new ArrayList<>();
        for (int row = 0; row < n; row += Pairs.BLOCK) {
            int rowEnd = Math.min(n, row + Pairs.BLOCK);
            for (int column = symmetric ? row : 0; column < n; column += Pairs.BLOCK) {
                blocks.add(new Block(row, rowEnd, column, Math.min(n, column + Pairs.BLOCK)));
            }
        }
        return blocks;
    }

    /// The weighted sum of matrices over the same entries, under another name.
    ///
    /// @param weights one a matrix
    public static DistanceMatrix sum(String name, List<DistanceMatrix> matrices, double[] weights) {
        DistanceMatrix first = matrices.getFirst();
        double[][] values = new double[first.values.length][];
        for (int i = 0; i < values.length; i++) {
            int entry = i;
            List<DistanceRow> rows = matrices.stream().map(one -> one.row(entry)).toList();
            values[i] = DistanceRow.sum(name, rows, weights).values();
        }
        return new DistanceMatrix(name, first.entries, values);
    }

    /// The same matrix over some of its entries, in the order given.
    ///
    /// @throws IllegalArgumentException if one is not in it
    public DistanceMatrix among(List<String> chosen) {
        int[] places = new int[chosen.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = entries.indexOf(chosen.get(i));
            if (places[i] < 0) {
                throw new IllegalArgumentException(
                        "%s distance matrix: expected an entry '%s', found none of that name among %d"
                                .formatted(distance, chosen.get(i), entries.size()));
            }
        }
        double[][] part = new double[places.length][places.length];
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < places.length; j++) {
                part[i][j] = values[places[i]][places[j]];
            }
        }
        return new DistanceMatrix(distance, chosen, part);
    }

    /// One dataset's distances to all entries, itself included: [DistanceRow#without] masks it.
    public DistanceRow row(int entry) {
        return new DistanceRow(distance, entries.get(entry), entries, values[entry]);
    }
}
