package lorica.volterra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import org.junit.jupiter.api.Test;

class AffineProjectionTest {
    @Test
    void theLawOfAnAffineProcessIsFoundFromItsPaths() {
        VolterraProcess process =
                VolterraProcess.base(2)
                        .withRandomness(0)
                        .withWeight(0.8)
                        .withFluctuation(new Fluctuation.Constant(0.3))
                        .withSigma(SpdMatrix.of(2, 1, 0.4, 0.4, 0.5));
        Paths paths = new Simulation(40, 300, 1, 1).of(process);
        AffineProjection fitted = AffineProjection.fit(paths, 1, 280);
        GaussianProjection projection = new GaussianProjection(process);
        for (int t = 280; t < 290; t++) {
            Gaussian found = fitted.of(paths, 3, t);
            Gaussian expected = projection.of(paths.at(3, t - 1), paths.at(3, t));
            assertThat(found.mean()[0]).isCloseTo(expected.mean()[0], within(0.02));
            assertThat(found.mean()[1]).isCloseTo(expected.mean()[1], within(0.02));
            assertThat(found.covariance().distance(expected.covariance())).isLessThan(0.05);
        }
    }

    /// One path whose first column is noise, and whose second is made of the first.
    private static Paths two(int times, DoubleUnaryOperator second) {
        SplittableRandom random = new SplittableRandom(2);
        Paths paths = new Paths(1, times - 2, 2, new double[2 * times]);
        for (int k = 0; k < times; k++) {
            paths.values()[2 * k] = random.nextGaussian();
            paths.values()[2 * k + 1] = second.applyAsDouble(paths.values()[2 * k]);
        }
        return paths;
    }

    @Test
    void columnsWithoutNoiseOfTheirOwnAreRefused() {
        assertThatThrownBy(() -> AffineProjection.fit(two(90, _ -> 7), 1, 80))
                .hasMessageContaining("found number 2 constant");
        assertThatThrownBy(() -> AffineProjection.fit(two(90, x -> 1 - 3 * x), 1, 80))
                .hasMessageContaining("found that number 2 follows exactly");
    }

    @Test
    void tooFewStepsAreRefused() {
        assertThatThrownBy(() -> AffineProjection.fit(two(90, Math::exp), 1, 50))
                .hasMessage("series: expected at least 50 steps to fit 2 columns to, found 49");
    }
}
