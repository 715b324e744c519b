package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrobeniusTest {
    private final SplittableRandom random = new SplittableRandom(17);

    @Test
    void theEstimateIsTheMeanSquareAndItsStandardErrorThatOfTheMean() {
        double[] products = {2, 0, 0, 4, 1, 3}; // squares of length 4, 16 and 10
        Frobenius norm = Frobenius.ofProbes(products, 2, 3);
        assertThat(norm.value()).isCloseTo(Math.sqrt(10), within(1e-15));
        // ((16 + 256 + 100) / 3 − 100) / 2 = 12 is the variance of the mean
        assertThat(norm.uncertainty())
                .isCloseTo(Math.sqrt(12) / (2 * Math.sqrt(10)), within(1e-15));
        assertThat(Frobenius.ofProbes(new double[6], 2, 3)).isEqualTo(new Frobenius(0, 0));
    }

    @Test
    void theProbesAreOfBothSigns() {
        float[] alternating = {1, -1, 1, -1, 1, -1, 1, -1};
        StackedFactors stacked = stacked(8, 2, 1, alternating, new float[] {3, 4});
        Frobenius estimate = Frobenius.estimate(stacked);
        double norm = 5 * Math.sqrt(8);
        assertThat(estimate.value()).isCloseTo(norm, within(6 * estimate.uncertainty()));
        assertThat(estimate.uncertainty()).isBetween(0.01 * norm, norm);
    }

    @Test
    void itIsExactUpToARankOf512() {
        for (int rank : new int[] {512, 513}) {
            StackedFactors stacked =
                    stacked(
                            4,
                            3,
                            rank,
                            ToyAdapters.gaussian(4 * rank, random),
                            ToyAdapters.gaussian(3 * rank, random));
            assertThat(Frobenius.of(stacked).uncertainty() > 0).isEqualTo(rank > 512);
        }
    }

    private static StackedFactors stacked(int in, int out, int rank, float[] a, float[] b) {
        return new StackedFactors(
                "m", in, out, rank, List.of(new StackedFactors.Held(1, rank, a, b)));
    }
}
