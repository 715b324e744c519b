package lorica.volterra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KernelProcessTest {
    @Test
    void aFractionalKernelWithConstantCoefficientsGivesTheMomentsOfItsSum() {
        VolterraKernel kernel = new VolterraKernel.Fractional(0.2);
        KernelProcess process =
                new KernelProcess(
                        kernel,
                        new Drift.Constant(0.1),
                        new Fluctuation.Constant(1),
                        new double[] {-0.6},
                        0);
        int count = 20_000;
        int horizon = 5;
        Paths paths = new Simulation(count, horizon, 4, 2).of(process);
        double mean = 0;
        double variance = 1;
        for (int t = 0; t < horizon; t++) {
            double weights = 0;
            for (int r = 0; r <= t; r++) {
                weights += kernel.at(t, r);
            }
            mean += 0.1 * weights;
            variance += Math.exp(-0.6 * weights);
        }
        double sum = 0;
        double squares = 0;
        for (int n = 0; n < count; n++) {
            double x = paths.at(n, horizon)[0];
            sum += x / count;
            squares += (x - mean) * (x - mean) / count;
        }
        assertThat(sum).isCloseTo(mean, within(4 * Math.sqrt(variance / count)));
        assertThat(squares).isCloseTo(variance, within(0.05 * variance));
    }

    @Test
    void kernelsAreWhatTheirEquationsSay() {
        assertThat(new VolterraKernel.Present().at(3, 3)).isEqualTo(1);
        assertThat(new VolterraKernel.Present().at(3, 2)).isZero();
        assertThat(new VolterraKernel.TwoSteps(0.3).at(3, 2)).isEqualTo(0.7);
        assertThat(new VolterraKernel.TwoSteps(0.3).at(3, 1)).isZero();
        assertThat(new VolterraKernel.Exponential(1).at(3, 1)).isEqualTo(Math.exp(-2));
        assertThat(new VolterraKernel.Fractional(0.5).at(9, 1)).isEqualTo(1);
        assertThat(new VolterraKernel.Fractional(0.1).at(3, 0))
                .isCloseTo(Math.pow(4, -0.4), within(0.0));
    }
}
