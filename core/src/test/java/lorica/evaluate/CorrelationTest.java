package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CorrelationTest {
    @Test
    void aStraightLineCorrelatesFullyAndItsMirrorTheOtherWay() {
        double[] x = {1, 2, 3, 5};
        assertThat(Correlation.pearson(x, new double[] {2, 4, 6, 10}).orElseThrow())
                .isCloseTo(1, within(1e-15));
        assertThat(Correlation.pearson(x, new double[] {-2, -4, -6, -10}).orElseThrow())
                .isCloseTo(-1, within(1e-15));
    }

    @Test
    void aWorkedExampleByHand() {
        // deviations −1, 0, 1 and −4/3, −1/3, 5/3: product 3, squares 2 and 14/3
        assertThat(
                        Correlation.pearson(new double[] {1, 2, 3}, new double[] {1, 2, 4})
                                .orElseThrow())
                .isCloseTo(3 / Math.sqrt(2 * 14 / 3.0), within(1e-12));
    }

    @Test
    void ranksOfEqualNumbersAreShared() {
        assertThat(Correlation.ranks(new double[] {5, 1, 5, 0})).containsExactly(2.5, 1, 2.5, 0);
        assertThat(Correlation.ranks(new double[] {Double.NaN, 1, Double.NaN}))
                .containsExactly(1.5, 0, 1.5);
    }

    @Test
    void anyRisingCurveHasFullRankCorrelation() {
        assertThat(
                        Correlation.spearman(
                                        new double[] {1, 2, 3, 4}, new double[] {1, 10, 11, 1e9})
                                .orElseThrow())
                .isCloseTo(1, within(1e-15));
    }

    @Test
    void aConstantSaysNothing() {
        assertThat(Correlation.pearson(new double[] {0.1, 0.1, 0.1}, new double[] {1, 2, 3}))
                .isEmpty();
        assertThat(Correlation.spearman(new double[] {1}, new double[] {1})).isEmpty();
    }

    @Test
    void listsOfOtherLengthsAreRefused() {
        assertThatThrownBy(() -> Correlation.pearson(new double[1], new double[2]))
                .hasMessageContaining("found 1 and 2");
    }
}
