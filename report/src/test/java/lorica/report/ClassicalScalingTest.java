package lorica.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Places in the plane come back from their distances; others keep what two axes can show.
class ClassicalScalingTest {
    private static double[][] squared(double[][] places) {
        double[][] squared = new double[places.length][places.length];
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < places.length; j++) {
                for (int axis = 0; axis < places[i].length; axis++) {
                    squared[i][j] += Math.pow(places[i][axis] - places[j][axis], 2);
                }
            }
        }
        return squared;
    }

    private static double[][] places(int n, double... scales) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] places = new double[n][scales.length];
        for (double[] place : places) {
            for (int axis = 0; axis < scales.length; axis++) {
                place[axis] = scales[axis] * random.nextGaussian();
            }
        }
        return places;
    }

    @Test
    void distancesOfThePlaneAreKept() {
        double[][] squared = squared(places(40, 3, 1));
        ClassicalScaling scaling = ClassicalScaling.of(squared);
        double[][] found = squared(scaling.places());
        for (int i = 0; i < 40; i++) {
            assertThat(found[i]).containsExactly(squared[i], within(1e-9));
        }
        assertThat(scaling.share()).isCloseTo(1, within(1e-12));
    }

    @Test
    void ofMoreAxesTheTwoLongestAreShown() {
        ClassicalScaling scaling = ClassicalScaling.of(squared(places(300, 3, 2, 1)));
        assertThat(scaling.share()).isBetween(0.85, 0.98);
        double first = 0;
        double second = 0;
        for (double[] place : scaling.places()) {
            first += place[0] * place[0];
            second += place[1] * place[1];
        }
        assertThat(first).isGreaterThan(second);
    }

    @Test
    void twoPointsLieOnOneAxisAndEqualOnesTogether() {
        double[][] two = ClassicalScaling.of(new double[][] {{0, 4}, {4, 0}}).places();
        assertThat(Math.abs(two[0][0] - two[1][0])).isCloseTo(2, within(1e-12));
        ClassicalScaling same = ClassicalScaling.of(new double[3][3]);
        assertThat(same.places()).isDeepEqualTo(new double[3][2]);
        assertThat(same.share()).isZero();
    }
}
