package lorica.volterra.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import lorica.volterra.process.Paths;
import org.junit.jupiter.api.Test;

class ForecastScoreTest {
    @Test
    void theNormalDistributionHasItsKnownValues() {
        assertThat(StandardNormal.distribution(0)).isEqualTo(0.5);
        assertThat(StandardNormal.distribution(1)).isCloseTo(0.8413447460685429, within(1e-15));
        assertThat(StandardNormal.distribution(-1.959963984540054)).isCloseTo(0.025, within(1e-15));
        assertThat(StandardNormal.distribution(-6)).isCloseTo(9.865876e-10, within(1e-15));
        assertThat(StandardNormal.distribution(9)).isEqualTo(1);
    }

    @Test
    void theCrpsIsTheIntegralOfSquaredDifferencesOfDistributions() {
        for (double y : new double[] {-2.5, 0, 0.7, 4}) {
            double width = 1e-3;
            double integral =
                    IntStream.range(-12_000, 12_000)
                            .mapToDouble(k -> (k + 0.5) * width)
                            .map(x -> StandardNormal.distribution(x) - (x >= y ? 1 : 0))
                            .map(difference -> difference * difference * width)
                            .sum();
            assertThat(ForecastScore.crps(y)).isCloseTo(integral, within(1e-3));
        }
    }

    @Test
    void theLogScoreOfCorrelatedCoordinatesIsThatOfTheDensity() {
        Gaussian law = new Gaussian(new double[] {1, 2}, SpdMatrix.of(2, 2, 1, 1, 3));
        // P⁻¹ = (3, −1; −1, 2)/5, det P = 5, y − m = (1, −1): quadratic form 7/5
        assertThat(ForecastScore.logScore(law, 2, 1))
                .isCloseTo(Math.log(2 * Math.PI) + Math.log(5) / 2 + 0.7, within(1e-12));
    }

    @Test
    void coverageCountsEveryColumnOfEveryTestedTime() {
        Paths paths = new Paths(1, 3, 2, new double[] {0, 0, 0, 0, 0, 0, 0.5, -1, 1.9, 3});
        Gaussian standard = new Gaussian(new double[2], SpdMatrix.scalar(2, 1));
        ForecastScore score =
                ForecastScore.of(
                        List.of(List.of(standard), List.of(standard), List.of(standard)), paths, 1);
        assertThat(score.coverage()).containsExactly(0.25, 0.5, 0.75);
        assertThat(score.crps()).hasSize(2);
        assertThat(score.low()).isLessThan(score.logScore());
    }
}
