package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RobustScaleTest {
    private static double[] contaminated(int benign, int bad, double at) {
        SplittableRandom random = new SplittableRandom(4);
        double[] scores = new double[benign + bad];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextGaussian() + (i < benign ? 0 : at);
        }
        return scores;
    }

    @Test
    void theBulkIsFollowedWhereThreeInTenLieOnOneSide() {
        double[] scores = contaminated(1400, 600, 8);
        RobustScale bulk = RobustScale.ofBulk(scores, 0);
        assertThat(bulk.median()).isCloseTo(0, within(0.1));
        assertThat(bulk.scale()).isCloseTo(1, within(0.1));
        RobustScale median = RobustScale.of(scores, 0);
        assertThat(median.median()).isGreaterThan(0.5);
        assertThat(median.scale()).isGreaterThan(1.6);
    }

    @Test
    void theBulkOfEqualScoresHasTheFloorForScale() {
        RobustScale scale = RobustScale.ofBulk(new double[] {2, 2, 2, 2, 5}, 0.1);
        assertThat(scale.median()).isEqualTo(2);
        assertThat(scale.scale()).isEqualTo(0.1);
        assertThat(scale.z(5)).isCloseTo(30, within(1e-9));
        assertThat(RobustScale.ofBulk(new double[] {7}, 0.5).z(7)).isZero();
    }

    @Test
    void fewScoresNeedMoreAndTheValueIsTheSameEachTime() {
        assertThat(RobustScale.criticalOfBulk(6, 4))
                .isGreaterThan(RobustScale.criticalOfBulk(60, 4))
                .isEqualTo(RobustScale.criticalOfBulk(6, 4));
        assertThat(RobustScale.criticalOfBulk(100_000, 1)).isGreaterThan(3);
    }
}
