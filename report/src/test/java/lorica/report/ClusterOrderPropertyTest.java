package lorica.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// An order names everyone once, and those of a kind stand together.
class ClusterOrderPropertyTest {
    @Property(tries = 100, seed = "1")
    void everyEntryStandsInTheOrderOnce(
            @ForAll @IntRange(min = 0, max = 40) int n, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] weights = new double[n][n];
        for (double[] row : weights) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
            }
        }
        assertThat(ClusterOrder.ofRows(weights))
                .containsExactlyInAnyOrder(IntStream.range(0, n).toArray());
    }

    @Property(tries = 100, seed = "1")
    void thoseThatGetTheSameStandTogether(
            @ForAll @IntRange(min = 1, max = 6) int kinds, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 5 * kinds;
        double[][] weights = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                weights[i][j] = i % kinds == j % kinds ? 1 : 0.1 * random.nextDouble();
            }
        }
        List<Integer> seen = new ArrayList<>();
        for (int entry : ClusterOrder.ofRows(weights)) {
            if (seen.isEmpty() || seen.getLast() != entry % kinds) {
                seen.add(entry % kinds);
            }
        }
        assertThat(seen).hasSize(kinds);
    }

    @Test
    void wordsStandAsTheyFirstAppear() {
        assertThat(ClusterOrder.byWord(List.of("b", "a", "b", "c", "a")))
                .containsExactly(0, 2, 1, 4, 3);
    }
}
