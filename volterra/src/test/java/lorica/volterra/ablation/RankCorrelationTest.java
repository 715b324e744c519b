package lorica.volterra.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    @Test
    void equalOrdersAgreeAndReversedOnesDisagree() {
        double[] rising = {1, 2, 30, 400};
        assertThat(RankCorrelation.of(rising, new double[] {0, 5, 6, 7})).hasValue(1);
        assertThat(RankCorrelation.of(rising, new double[] {9, 8, 7, 1})).hasValue(-1);
    }

    @Test
    void tiesShareTheirPlaces() {
        double[] tied = {1, 1, 2};
        assertThat(RankCorrelation.of(tied, new double[] {1, 2, 3}).orElseThrow())
                .isCloseTo(Math.sqrt(3) / 2, within(1e-12));
    }

    @Test
    void twoRowsOrEqualRowsSayNothing() {
        assertThat(RankCorrelation.of(new double[] {1, 2}, new double[] {1, 2})).isEmpty();
        assertThat(RankCorrelation.of(new double[] {1, 1, 1}, new double[] {1, 2, 3})).isEmpty();
    }
}
