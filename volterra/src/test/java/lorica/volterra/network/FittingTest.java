package lorica.volterra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import lorica.torch.Activation;
import lorica.torch.Libtorch;
import lorica.torch.NativeTensor;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import lorica.volterra.network.Fitting.Course;
import lorica.volterra.network.GdnOptions.Decoding;
import lorica.volterra.network.GdnOptions.Encoding;
import lorica.volterra.process.GaussianProjection;
import lorica.volterra.process.Paths;
import lorica.volterra.process.Simulation;
import lorica.volterra.process.VolterraProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FittingTest {
    private static final int COUNT = 7;
    private static final int D = 2;

    @BeforeAll
    static void oneThread() {
        Libtorch.setThreads(1);
    }

    private static Mlp network() {
        Mlp network = new Mlp(List.of(6, 8, 5), Activation.TANH);
        network.initialise(new SplittableRandom(1), 1);
        return network;
    }

    private static NativeTensor inputs() {
        return NativeTensor.normal(new SplittableRandom(2), 1, COUNT, 6);
    }

    /// Targets of random places, one of which is far off.
    private static IntrinsicLoss targets(int far) {
        return targets(far, 100);
    }

    private static IntrinsicLoss targets(int far, double distance) {
        SplittableRandom random = new SplittableRandom(3);
        double[] means = random.doubles(COUNT * (long) D, -1, 1).toArray();
        means[far * D] += distance;
        return new IntrinsicLoss(D, 1, means, random.doubles(COUNT * (long) D, -1, 1).toArray());
    }

    private static float[] gradient(IntrinsicLoss targets, long... batch) {
        try (Mlp network = network();
                Adam adam = new Adam(network, 1);
                NativeTensor inputs = inputs()) {
            new Fitting(network, adam).accumulate(inputs, targets, batch);
            return network.gradients().toFloats();
        }
    }

    @Test
    void theGradientOfABatchIsTheMeanOverAllOfItsSamples() {
        IntrinsicLoss targets = targets(0);
        float[] whole = gradient(targets, LongStream.range(0, COUNT).toArray());
        double[] mean = new double[whole.length];
        for (int sample = 0; sample < COUNT; sample++) {
            float[] one = gradient(targets, sample);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += one[i] / COUNT;
            }
        }
        for (int i = 0; i < mean.length; i++) {
            assertThat((double) whole[i]).isCloseTo(mean[i], within(1e-4));
        }
    }

    @Test
    void everySampleOfABatchIsScoredWhicheverIsFarOff() {
        float[] first = gradient(targets(0), LongStream.range(0, COUNT).toArray());
        for (int far = 0; far < COUNT; far++) {
            try (Mlp network = network();
                    NativeTensor inputs = inputs()) {
                double[] losses = Fitting.losses(network, inputs, targets(far));
                assertThat(losses).hasSize(COUNT);
                assertThat(losses[far]).isGreaterThan(5000);
                assertThat(LongStream.range(0, COUNT).filter(i -> losses[(int) i] > 5000))
                        .hasSize(1);
            }
            if (far > 0) {
                float[] other = gradient(targets(far), LongStream.range(0, COUNT).toArray());
                assertThat(other).isNotEqualTo(first);
            }
        }
    }

    @Test
    void lossesAreSquaredDistancesToTheProjectedGaussiansOfEverySample() {
        VolterraProcess process = VolterraProcess.base(D);
        GaussianProjection projection = new GaussianProjection(process);
        Paths paths = new Simulation(300, 3, 5, 1).of(process);
        for (Decoding decoding : Decoding.values()) {
            for (Encoding encoding : Encoding.values()) {
                Frames frames = Frames.of(encoding, paths, projection);
                Samples samples = Samples.of(process, paths, frames, decoding, 2);
                try (Mlp network = new Mlp(List.of(6, 5), Activation.RELU);
                        NativeTensor inputs = samples.tensor()) {
                    // all outputs 0: the mean where decoding begins, the reference covariance
                    double[] losses = Fitting.losses(network, inputs, samples.targets());
                    assertThat(losses).hasSize(300);
                    for (int n = 0; n < 300; n++) {
                        double[] x = paths.at(n, 2);
                        double[] start =
                                decoding == Decoding.PRESENT ? x : frames.at(2).reference();
                        Gaussian target = projection.of(paths.at(n, 1), x);
                        Gaussian predicted =
                                new Gaussian(start, SpdMatrix.diagonal(frames.covariance()));
                        assertThat(losses[n])
                                .isCloseTo(
                                        Math.pow(predicted.distance(target), 2),
                                        within(1e-9 + 1e-9 * losses[n]));
                    }
                }
            }
        }
    }

    @Test
    void fittingLowersTheLossAndTheSameSeedGivesTheSameParameters() {
        float[] first = fitted();
        assertThat(fitted()).isEqualTo(first);
    }

    private static float[] fitted() {
        IntrinsicLoss targets = targets(0, 0);
        try (Mlp network = network();
                Adam adam = new Adam(network, 1);
                NativeTensor inputs = inputs()) {
            double before = mean(Fitting.losses(network, inputs, targets));
            new Fitting(network, adam)
                    .fit(inputs, targets, new Course(50, 3, 0.05), new SplittableRandom(4));
            assertThat(mean(Fitting.losses(network, inputs, targets))).isLessThan(before / 2);
            return network.values().toFloats();
        }
    }

    private static double mean(double... values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
