package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

class DistanceMatrixTest {
    @Test
    void everyCellIsThePairsDistanceInItsDirection() throws IOException {
        List<String> entries = IntStream.range(0, 23).mapToObj(i -> "entry " + i).toList();
        for (Distance distance : Distance.all()) {
            List<Fingerprint> fingerprints =
                    Distributions.random(23, 400, 20260101).stream()
                            .map(distance::fingerprint)
                            .toList();
            DistanceMatrix matrix = DistanceMatrix.measure(distance, entries, fingerprints, 3);
            for (int i = 0; i < 23; i++) {
                DistanceRow row =
                        DistanceRow.measure(distance, fingerprints.get(i), entries, fingerprints);
                for (int j = 0; j < 23; j++) {
                    boolean mirrored = distance.symmetric() && j < i;
                    double expected =
                            mirrored
                                    ? distance.between(fingerprints.get(j), fingerprints.get(i))
                                    : row.values()[j];
                    assertThat(matrix.values()[i][j]).isEqualTo(expected);
                }
                assertThat(matrix.row(i).values()[i]).isZero();
                assertThat(matrix.row(i).dataset()).isEqualTo("entry " + i);
            }
        }
    }

    @Test
    void aMatrixOfNoEntriesIsEmpty() throws IOException {
        assertThat(DistanceMatrix.measure(new JensenShannon(), List.of(), List.of(), 1).values())
                .isEmpty();
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
