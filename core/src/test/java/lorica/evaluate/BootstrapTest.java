package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private final Bootstrap bootstrap = Bootstrap.defaults();

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] values = {0.1, 0.5, 0.2, 0.9, 0.4};
        assertThat(bootstrap.mean(values)).isEqualTo(bootstrap.mean(values));
        assertThat(new Bootstrap(10_000, 0.95, 1).mean(values))
                .isNotEqualTo(bootstrap.mean(values));
    }

    @Test
    void equalValuesHaveAnIntervalOfNoWidth() {
        Interval interval = bootstrap.mean(new double[] {0.5, 0.5, 0.5});
        assertThat(interval).isEqualTo(new Interval(0.5, 0.5, 0.5, 0.95));
    }

    @Test
    void theIntervalOfManyValuesIsThatOfTheNormalLaw() {
        double[] values = new double[400];
        Arrays.setAll(values, i -> i % 2); // mean 1/2, deviation 1/2
        Interval interval = bootstrap.mean(values);
        assertThat(interval.low()).isCloseTo(0.5 - 1.96 * 0.5 / 20, within(0.004));
        assertThat(interval.high()).isCloseTo(0.5 + 1.96 * 0.5 / 20, within(0.004));
    }

    @Test
    void aMethodThatIsBetterEverywhereHasTheSmallestPossiblePValue() {
        PairedTest test =
                bootstrap.compare(new double[] {0.5, 0.6, 0.7}, new double[] {0.4, 0.5, 0.6});
        assertThat(test.pValue()).isEqualTo(1 / 10_001.0);
        assertThat(test.better()).isEqualTo(3);
        assertThat(test.difference().low()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void aMethodIsNotBetterThanItself() {
        double[] values = {0.1, 0.5, 0.2};
        assertThat(bootstrap.compare(values, values).pValue()).isEqualTo(1);
    }

    @Test
    void oneDatasetOfThreeDecidesWhatExactEnumerationSays() {
        // Differences (3, −1, −1): a resample's sum is ≤ 0 unless it draws the first at least once;
        // one draw gives 3 − 2 = 1 > 0, so p = (2/3)³.
        PairedTest test = bootstrap.compare(new double[] {3, 0, 0}, new double[] {0, 1, 1});
        assertThat(test.pValue()).isCloseTo(8 / 27.0, within(0.02));
    }

    @Test
    void methodsOnDifferentDatasetsAreRefused() {
        assertThatThrownBy(() -> bootstrap.compare(new double[2], new double[3]))
                .hasMessageContaining("found 2 and 3");
        assertThatThrownBy(() -> bootstrap.mean(new double[0])).hasMessageContaining("none");
        assertThatThrownBy(() -> new Bootstrap(0, 0.95, 0)).hasMessageContaining("resamples");
        assertThatThrownBy(() -> new Bootstrap(1, 1, 0)).hasMessageContaining("confidence");
    }

    @Test
    void theSummaryIsThePopulations() {
        Summary summary = Summary.of(new double[] {0, 1});
        assertThat(summary).isEqualTo(new Summary(2, 0.5, 0.5));
        assertThatThrownBy(() -> Summary.of(new double[0])).hasMessageContaining("none");
    }
}
