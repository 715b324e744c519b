package lorica.volterra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lorica.volterra.geometry.SpdMatrix;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int COUNT = 20_000;

    private static double[] mean(Paths paths, int t) {
        double[] mean = new double[paths.dimension()];
        for (int n = 0; n < paths.count(); n++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += paths.at(n, t)[i] / paths.count();
            }
        }
        return mean;
    }

    /// E[(X_t − m)ᵢ(X_s − m′)ⱼ] over the paths.
    private static double covariance(Paths paths, int i, int t, int j, int s) {
        double mi = mean(paths, t)[i];
        double mj = mean(paths, s)[j];
        double sum = 0;
        for (int n = 0; n < paths.count(); n++) {
            sum += (paths.at(n, t)[i] - mi) * (paths.at(n, s)[j] - mj);
        }
        return sum / paths.count();
    }

    @Test
    void aConstantDriftAndSigmaGiveTheMomentsOfASum() {
        SpdMatrix sigma = SpdMatrix.of(2, 1, 0.4, 0.4, 0.5);
        double lambda = 0.3;
        double c = 0.1;
        int t = 20;
        VolterraProcess process =
                VolterraProcess.base(2)
                        .withDrift(new Drift.Constant(c))
                        .withFluctuation(new Fluctuation.Constant(0.7))
                        .withSigma(sigma)
                        .withRandomness(lambda);
        Paths paths = new Simulation(COUNT, t, 1, 2).of(process);
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double step = 0;
                for (int k = 0; k < 2; k++) {
                    double a = 0.7 * sigma.entries()[i * 2 + k];
                    double b = 0.7 * sigma.entries()[k * 2 + j];
                    double withI = (i == k ? lambda : 0) + a;
                    double withJ = (k == j ? lambda : 0) + b;
                    step += (a * b + withI * withJ) / 2;
                }
                double expected = (i == j ? 1 : 0) + t * step;
                assertThat(covariance(paths, i, t, j, t)).isCloseTo(expected, within(0.35));
            }
            double deviation = Math.sqrt(covariance(paths, i, t, i, t) / COUNT);
            assertThat(mean(paths, t)[i]).isCloseTo(t * c, within(4 * deviation));
        }
    }

    @Test
    void anAffineDriftGivesTheMomentsOfItsTwoStepRecursion() {
        double w = 0.8;
        VolterraProcess process = VolterraProcess.base(1).withWeight(w).withRandomness(0.5);
        int horizon = 12;
        Paths paths = new Simulation(COUNT, horizon, 7, 2).of(process);
        // x' = a·x + b·z + c + noise; the pair (x', x) has a closed linear recursion
        double a = 1 - 0.5 * w;
        double b = -0.5 * (1 - w);
        double noise = (0.001 * 0.001 + 0.501 * 0.501) / 2;
        double mean = 0;
        double previousMean = 0;
        double variance = 1;
        double previousVariance = 1;
        double cross = 0;
        for (int t = 0; t < horizon; t++) {
            double nextMean = a * mean + b * previousMean + 0.005;
            double next = a * a * variance + b * b * previousVariance + 2 * a * b * cross + noise;
            cross = a * variance + b * cross;
            previousVariance = variance;
            variance = next;
            previousMean = mean;
            mean = nextMean;
            double error = 5 * Math.sqrt(variance / COUNT);
            assertThat(mean(paths, t + 1)[0]).isCloseTo(mean, within(error));
            assertThat(covariance(paths, 0, t + 1, 0, t + 1))
                    .isCloseTo(variance, within(0.06 * variance));
            assertThat(covariance(paths, 0, t + 1, 0, t)).isCloseTo(cross, within(0.06));
        }
    }

    @Test
    void everyStepTakesThePresentWithWAndThePastWithItsComplement() {
        double w = 0.3;
        double tiny = 1e-9;
        VolterraProcess process =
                VolterraProcess.base(3)
                        .withWeight(w)
                        .withRandomness(0)
                        .withFluctuation(new Fluctuation.Constant(tiny));
        Paths paths = new Simulation(5, 30, 3, 1).of(process);
        for (int n = 0; n < 5; n++) {
            for (int t = 0; t < 30; t++) {
                for (int i = 0; i < 3; i++) {
                    double x = paths.at(n, t)[i];
                    double z = paths.at(n, t - 1)[i];
                    double expected = x + w * 0.5 * (0.01 - x) + (1 - w) * 0.5 * (0.01 - z);
                    assertThat(paths.at(n, t + 1)[i]).isCloseTo(expected, within(10 * tiny));
                }
            }
        }
    }

    @Test
    void bothStartingValuesAreStandardNormal() {
        Paths paths = new Simulation(COUNT, 1, 11, 2).of(VolterraProcess.base(1));
        for (int t = -1; t <= 0; t++) {
            assertThat(mean(paths, t)[0]).isCloseTo(0, within(0.03));
            assertThat(covariance(paths, 0, t, 0, t)).isCloseTo(1, within(0.05));
        }
        assertThat(covariance(paths, 0, -1, 0, 0)).isCloseTo(0, within(0.03));
    }

    @Test
    void pathsAreThoseOfTheirSeedWhateverTheirNumberAndTheThreads() {
        VolterraProcess process = VolterraProcess.base(2);
        Paths few = new Simulation(3, 10, 5, 1).of(process);
        Paths many = new Simulation(8, 10, 5, 2).of(process);
        Paths other = new Simulation(3, 10, 6, 1).of(process);
        for (int t = -1; t <= 10; t++) {
            assertThat(many.at(2, t)).isEqualTo(few.at(2, t));
            assertThat(other.at(2, t)).isNotEqualTo(few.at(2, t));
        }
    }

    @Test
    void aProcessThatLeavesTheNumbersIsRefused() {
        VolterraProcess process = VolterraProcess.base(1).withDrift(new Drift.Affine(1e80, 0));
        assertThatThrownBy(() -> new Simulation(1, 20, 1, 1).of(process))
                .hasMessageContaining("expected finite paths, found one that leaves F64 at t = ");
    }
}
