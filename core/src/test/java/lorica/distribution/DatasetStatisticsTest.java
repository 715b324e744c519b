package lorica.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DatasetStatisticsTest {
    @Test
    void theNumbersAreThoseOfTheTwoHistograms() {
        TokenCounts inputs =
                new TokenCounts("toy", 10, 4, new int[] {1, 3, 7}, new long[] {2, 4, 2});
        TokenCounts outputs = new TokenCounts("toy", 10, 4, new int[] {3, 9}, new long[] {3, 1});
        assertThat(DatasetStatistics.of(inputs, outputs))
                .hasSize(DatasetStatistics.COUNT)
                .containsExactly(
                        new double[] {
                            Math.log(4),
                            Math.log(3),
                            1.5 * Math.log(2),
                            Math.log(3),
                            Math.log(2),
                            Math.log(4) - 0.75 * Math.log(3),
                            Math.log(2),
                            0.75
                        },
                        within(1e-12));
    }
}
