package lorica.volterra.network;

import java.util.List;

/// What is fitted to a series, and how.
///
/// @param blocks runs of times that the fitted part is cut into; one network each
/// @param tested the share of the steps, at the end, that is predicted and not fitted to
/// @param hidden widths of a network's hidden layers
/// @param epochs of a network through its block, which starts from the block before
/// @param batch steps an update
/// @param rates of Adam; the one is taken under which networks of the fitted part predict the block
///     after theirs best
public record SeriesOptions(
        int blocks,
        double tested,
        List<Integer> hidden,
        int epochs,
        int batch,
        List<Double> rates,
        long seed) {
    public SeriesOptions {
        hidden = List.copyOf(hidden);
        rates = List.copyOf(rates);
        if (blocks < 4 || !(tested > 0 && tested < 1)) {
            throw new IllegalArgumentException(
                    "series: expected at least 4 blocks and a tested share between 0 and 1, found %d and %s"
                            .formatted(blocks, tested));
        }
        if (epochs < 1
                || batch < 1
                || rates.isEmpty()
                || rates.stream().anyMatch(rate -> !(rate > 0))
                || hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "network: expected positive widths, epochs, batch and rates, found %s, %d, %d and %s"
                            .formatted(hidden, epochs, batch, rates));
        }
    }

    /// Twenty blocks, the last fifth tested, two layers of 32.
    public static SeriesOptions defaults() {
        return new SeriesOptions(
                20, 0.2, List.of(32, 32), 10, 32, List.of(1e-4, 3e-4, 1e-3, 3e-3), 0);
    }
}
