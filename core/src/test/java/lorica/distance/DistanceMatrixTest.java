package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lorica.distribution.TokenDistribution;
import org.junit.jupiter.api.Test;

class DistanceMatrixTest {
    /// More than two blocks, over more ids than two tiles.
    private static final int ENTRIES = 71;

    @Test
    void everyCellIsThePairsDistanceInItsDirection() throws IOException {
        List<String> entries = IntStream.range(0, ENTRIES).mapToObj(i -> "entry " + i).toList();
        for (Distance distance : Distance.all()) {
            List<Fingerprint> fingerprints =
                    Distributions.random(ENTRIES, 1_300, 20260101).stream()
                            .map(distance::fingerprint)
                            .toList();
            DistanceMatrix matrix = DistanceMatrix.measure(distance, entries, fingerprints, 3);
            for (int i = 0; i < ENTRIES; i++) {
                DistanceRow row =
                        DistanceRow.measure(distance, fingerprints.get(i), entries, fingerprints);
                for (int j = 0; j < ENTRIES; j++) {
                    assertThat(matrix.values()[i][j]).isEqualTo(row.values()[j]);
                    double pair = distance.between(fingerprints.get(i), fingerprints.get(j));
                    assertThat(matrix.values()[i][j])
                            .as(distance.name())
                            .isCloseTo(pair, within(1e-12 * pair + 1e-14));
                }
                assertThat(matrix.row(i).values()[i]).isZero();
                assertThat(matrix.row(i).dataset()).isEqualTo("entry " + i);
            }
        }
    }

    @Test
    void aCellDoesNotDependOnTheOtherEntries() throws IOException {
        List<TokenDistribution> all = new ArrayList<>(Distributions.random(40, 5_000, 7));
        for (int i = 0; i < 20; i++) {
            int[] tokens = {i, 100 + 30 * i, 4_999 - i};
            all.add(Distributions.of(5_000, tokens, 0.25, 0.5, 0.25));
        }
        for (Distance distance : Distance.all()) {
            List<Fingerprint> fingerprints = all.stream().map(distance::fingerprint).toList();
            double[][] whole = values(distance, fingerprints);
            for (int i = 0; i < all.size(); i += 7) {
                for (int j = i + 1; j < all.size(); j += 5) {
                    double[][] pair =
                            values(distance, List.of(fingerprints.get(i), fingerprints.get(j)));
                    assertThat(whole[i][j]).as(distance.name()).isEqualTo(pair[0][1]);
                }
            }
        }
    }

    private static double[][] values(Distance distance, List<Fingerprint> fingerprints)
            throws IOException {
        List<String> names =
                IntStream.range(0, fingerprints.size()).mapToObj(i -> "entry " + i).toList();
        return DistanceMatrix.measure(distance, names, fingerprints, 2).values();
    }

    @Test
    void aMatrixOfNoEntriesIsEmpty() throws IOException {
        assertThat(DistanceMatrix.measure(new JensenShannon(), List.of(), List.of(), 1).values())
                .isEmpty();
    }

    @Test
    void aPartHasTheCellsOfItsEntriesInTheOrderAskedFor() {
        DistanceMatrix matrix =
                new DistanceMatrix(
                        "kl",
                        List.of("a", "b", "c"),
                        new double[][] {{0, 1, 2}, {3, 0, 4}, {5, 6, 0}});
        DistanceMatrix part = matrix.among(List.of("c", "a"));
        assertThat(part.distance()).isEqualTo("kl");
        assertThat(part.entries()).containsExactly("c", "a");
        assertThat(part.values()).isDeepEqualTo(new double[][] {{0, 5}, {2, 0}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> matrix.among(List.of("a", "d")))
                .withMessageContaining("'d'")
                .withMessageContaining("among 3");
    }

    @Test
    void theSumOfMatricesIsTheSumOfTheirRows() {
        List<String> entries = List.of("a", "b");
        DistanceMatrix one = new DistanceMatrix("js", entries, new double[][] {{0, 1}, {2, 0}});
        DistanceMatrix other = new DistanceMatrix("wd", entries, new double[][] {{0, 10}, {20, 0}});
        DistanceMatrix sum = DistanceMatrix.sum("both", List.of(one, other), new double[] {1, 0.5});
        assertThat(sum.distance()).isEqualTo("both");
        assertThat(sum.entries()).isEqualTo(entries);
        assertThat(sum.values()).isDeepEqualTo(new double[][] {{0, 6}, {12, 0}});
    }
}
