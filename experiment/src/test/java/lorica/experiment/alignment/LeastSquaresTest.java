package lorica.experiment.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
    private static final double[] COEFFICIENTS = {1, -2, 0.5, 4, 0, 3};

    @Test
    void withoutNoiseTheCoefficientsComeBack() {
        double[] found = LeastSquares.estimate(COEFFICIENTS, 3, 12, 0, new SplittableRandom(1));
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(COEFFICIENTS[i], within(1e-12));
        }
    }

    @Test
    void noiseFadesWithTheRootOfTheSamples() {
        double few = error(30);
        double many = error(3000);
        assertThat(few / many).isBetween(5.0, 20.0);
    }

    private static double error(int samples) {
        double sum = 0;
        for (int seed = 0; seed < 20; seed++) {
            double[] found =
                    LeastSquares.estimate(COEFFICIENTS, 3, samples, 1, new SplittableRandom(seed));
            for (int i = 0; i < found.length; i++) {
                sum += Math.abs(found[i] - COEFFICIENTS[i]);
            }
        }
        return sum;
    }

    @Test
    void fewerSamplesThanFeaturesAreRefused() {
        assertThatThrownBy(
                        () ->
                                LeastSquares.estimate(
                                        new double[3], 3, 1, 1, new SplittableRandom(1)))
                .hasMessageContaining("as the 3 features, found fewer");
    }
}
