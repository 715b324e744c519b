package lorica.volterra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.volterra.geometry.Spectrum;
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

    /// Of the last values of many paths: mean, variance.
    private static double[] moments(Paths paths) {
        double mean = 0;
        double squares = 0;
        for (int n = 0; n < paths.count(); n++) {
            double x = paths.at(n, paths.horizon())[0];
            mean += x / paths.count();
            squares += x * x / paths.count();
        }
        return new double[] {mean, squares - mean * mean};
    }

    @Test
    void anAffineDriftIsFeltThroughTheKernelAsItsLinearRecursionSays() {
        double slope = -0.4;
        double intercept = 0.2;
        double a = -0.5; // a diffusion of exp(½·Σκ·a)
        int horizon = 8;
        for (VolterraKernel kernel :
                List.of(
                        new VolterraKernel.Present(),
                        new VolterraKernel.TwoSteps(0.3),
                        new VolterraKernel.Exponential(0.5),
                        new VolterraKernel.Fractional(0.1))) {
            KernelProcess process =
                    new KernelProcess(
                            kernel,
                            new Drift.Affine(slope, intercept),
                            new Fluctuation.Constant(1),
                            new double[] {a},
                            0);
            // x_t = mean_t + Σ_j weight[t][j]·(standard normal j); j = 0 is x₀, j = t + 1 is W_t
            double[] mean = new double[horizon + 1];
            double[][] weight = new double[horizon + 1][horizon + 1];
            weight[0][0] = 1;
            for (int t = 0; t < horizon; t++) {
                double size = 0;
                mean[t + 1] = mean[t];
                weight[t + 1] = weight[t].clone();
                for (int r = 0; r <= t; r++) {
                    double felt = kernel.at(t, r);
                    size += felt;
                    mean[t + 1] += felt * (slope * mean[r] + intercept);
                    for (int j = 0; j <= t; j++) {
                        weight[t + 1][j] += felt * slope * weight[r][j];
                    }
                }
                weight[t + 1][t + 1] = Math.exp(0.5 * size * a);
            }
            double variance = 0;
            for (double one : weight[horizon]) {
                variance += one * one;
            }
            double[] found = moments(new Simulation(20_000, horizon, 6, 2).of(process));
            assertThat(found[0])
                    .as(kernel.toString())
                    .isCloseTo(mean[horizon], within(4 * Math.sqrt(variance / 20_000)));
            assertThat(found[1])
                    .as(kernel.toString())
                    .isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / 20_000)));
        }
    }

    @Test
    void randomFactorsOfThePastMultiplyTheCovarianceAsTheirLawSays() {
        VolterraKernel kernel = new VolterraKernel.Exponential(0.7);
        double lambda = 0.8;
        int horizon = 4;
        int count = 20_000;
        double[] logarithm = {-0.5, 0.3, 0.3, 0.1};
        KernelProcess process =
                new KernelProcess(
                        kernel,
                        new Drift.Constant(0),
                        new Fluctuation.Constant(0.6),
                        logarithm,
                        lambda);
        // Σ_t E exp(Σκ·(0.6·A + λ·B_r)) = Σ_t exp(0.6·Σκ·A)·Π_r (1 + e^(λκ))/2
        double[] covariance = {1, 0, 0, 1};
        for (int t = 0; t < horizon; t++) {
            double size = 0;
            double factor = 1;
            for (int r = 0; r <= t; r++) {
                size += kernel.at(t, r);
                factor *= (1 + Math.exp(lambda * kernel.at(t, r))) / 2;
            }
            double scale = 0.6 * size;
            double[] step = Spectrum.of(2, logarithm).apply(value -> Math.exp(scale * value));
            for (int i = 0; i < 4; i++) {
                covariance[i] += factor * step[i];
            }
        }
        Paths paths = new Simulation(count, horizon, 8, 2).of(process);
        double[] found = new double[4];
        for (int n = 0; n < count; n++) {
            double[] x = paths.at(n, horizon);
            for (int i = 0; i < 4; i++) {
                found[i] += x[i / 2] * x[i % 2] / count;
            }
        }
        for (int i = 0; i < 4; i++) {
            double size = Math.sqrt(covariance[0] * covariance[3]);
            // kurtosis of the mixture is a little above the normal law's
            assertThat(found[i])
                    .isCloseTo(covariance[i], within(5 * size * Math.sqrt(2.0 / count)));
        }
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
