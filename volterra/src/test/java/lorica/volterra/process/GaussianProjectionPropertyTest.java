package lorica.volterra.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class GaussianProjectionPropertyTest {
    /// M·Mᵀ + I/2, whose condition number stays small.
    private static SpdMatrix sigma(SplittableRandom random, int d) {
        double[] m = random.doubles((long) d * d, -1, 1).toArray();
        double[] s = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) {
                    s[i * d + j] += m[i * d + k] * m[j * d + k];
                }
            }
            s[i * d + i] += 0.5;
        }
        return SpdMatrix.of(d, s);
    }

    @Property(tries = 100, seed = "1")
    void theClosedFormIsTheBarycentreOfTheTwoPointLawForAnySigma(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int d,
            @ForAll @DoubleRange(min = 0, max = 2) double lambda) {
        SplittableRandom random = new SplittableRandom(seed);
        VolterraProcess process =
                VolterraProcess.base(d)
                        .withSigma(sigma(random, d))
                        .withRandomness(lambda)
                        .withFluctuation(new Fluctuation.Logistic(0.2, 1.5));
        double[] previous = random.doubles(d, -2, 2).toArray();
        double[] current = random.doubles(d, -2, 2).toArray();
        GaussianProjection projection = new GaussianProjection(process);
        Gaussian closed = projection.of(previous, current);
        List<Gaussian> law = projection.law(previous, current);
        assertThat(closed.distance(Gaussian.barycentre(law, 1, 1))).isLessThan(1e-9);
        List<Gaussian> four = List.of(law.get(0), law.get(1), law.get(1), law.get(0));
        assertThat(closed.distance(Gaussian.barycentre(four, 1, 1, 1, 1))).isLessThan(1e-9);
        assertThat(closed.mean()).isEqualTo(law.getFirst().mean());
    }

    @Property(tries = 50, seed = "1")
    void theProjectionUnderAKernelIsKarchersBarycentreOfEveryCourseOfTheFactors(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.1, max = 2) double lambda) {
        SplittableRandom random = new SplittableRandom(seed);
        for (VolterraKernel kernel :
                List.of(
                        new VolterraKernel.Present(),
                        new VolterraKernel.TwoSteps(0.3),
                        new VolterraKernel.Exponential(0.7),
                        new VolterraKernel.Fractional(0.1))) {
            double a = random.nextDouble(-1, 1);
            KernelProcess process =
                    new KernelProcess(
                            kernel,
                            new Drift.Affine(-0.1, 0.2),
                            new Fluctuation.Logistic(0.5, 1),
                            new double[] {0.3, a, a, -0.5},
                            lambda);
            Paths paths = new Simulation(1, 4, seed, 1).of(process);
            int t = 2;
            List<Gaussian> law = new ArrayList<>();
            for (int course = 0; course < 8; course++) {
                law.add(
                        process.given(
                                paths, 0, t, (course & 1) > 0, (course & 2) > 0, (course & 4) > 0));
            }
            double[] weights = new double[8];
            Arrays.fill(weights, 1);
            assertThat(process.projection(paths, 0, t).distance(Gaussian.barycentre(law, weights)))
                    .isLessThan(1e-9);
        }
    }
}
