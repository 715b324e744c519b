package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lorica.distribution.TokenCounts;
import org.junit.jupiter.api.Test;

class PairsTest {
    private static final Distance JS = new JensenShannon();

    /// The last bits show which way a pair went: the order of summation is another.
    @Test
    void tilesAreAddedFromOneTokenInSixteenIdsAndFewerAreWalked() {
        assertThat(sameBitsAsWalked(20, 640)).isFalse();
        assertThat(sameBitsAsWalked(20, 641)).isTrue();
    }

    @Test
    void fingerprintsOfAnotherDistanceAreRefusedWhereTilesAreAddedToo() {
        List<Fingerprint> own = fingerprints(2, 20, 100);
        Fingerprint foreign = new KullbackLeibler().fingerprint(own.getFirst().distribution());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pairs.measure(JS, own, List.of(foreign), (i, j) -> true))
                .withMessageContaining("'kl'");
    }

    @Test
    void whatIsNotWantedIsZero() {
        List<Fingerprint> datasets = fingerprints(3, 20, 100);
        double[][] values = Pairs.measure(JS, datasets, datasets, (i, j) -> i == 0 && j == 2);
        assertThat(values[0][2]).isPositive();
        values[0][2] = 0;
        assertThat(values).isDeepEqualTo(new double[3][3]);
    }

    private static boolean sameBitsAsWalked(int tokens, int vocabulary) {
        List<Fingerprint> datasets = fingerprints(12, tokens, vocabulary);
        double[][] values = Pairs.measure(JS, datasets, datasets, (i, j) -> i != j);
        boolean same = true;
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                same &= i == j || values[i][j] == JS.between(datasets.get(i), datasets.get(j));
            }
        }
        return same;
    }

    /// Each of `tokens` ids among the first `2·tokens`.
    private static List<Fingerprint> fingerprints(int count, int tokens, int vocabulary) {
        SplittableRandom random = new SplittableRandom(4);
        return IntStream.range(0, count)
                .mapToObj(
                        dataset -> {
                            long[] histogram = new long[vocabulary];
                            for (int i = 0; i < tokens; i++) {
                                histogram[2 * i + random.nextInt(2)] = 1L + random.nextInt(50);
                            }
                            String name = "dataset " + dataset;
                            return JS.fingerprint(
                                    TokenCounts.ofHistogram(name, 1, histogram).distribution());
                        })
                .toList();
    }
}
