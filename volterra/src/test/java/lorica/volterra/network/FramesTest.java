package lorica.volterra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import lorica.volterra.network.GdnOptions.Encoding;
import lorica.volterra.process.Drift;
import lorica.volterra.process.GaussianProjection;
import lorica.volterra.process.Paths;
import lorica.volterra.process.Simulation;
import lorica.volterra.process.VolterraProcess;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static Frames frames(Paths paths, VolterraProcess process) {
        return Frames.of(Encoding.LOG_MAP, paths, new GaussianProjection(process));
    }

    @Test
    void aLineIsReadAsItIsAndNoiseIsDamped() {
        SplittableRandom random = new SplittableRandom(1);
        double[] even = new double[20];
        double squares = 0;
        for (int trial = 0; trial < 1000; trial++) {
            double[] noisy = new double[20];
            for (int k = 0; k < 20; k++) {
                even[k] = 3 - 0.5 * k;
                noisy[k] = even[k] + random.nextGaussian();
            }
            double error = Frames.onLine(noisy, 0, 19) - even[19];
            squares += error * error / 1000;
        }
        assertThat(Frames.onLine(even, 4, 19)).isCloseTo(even[19], within(1e-12));
        assertThat(Frames.onLine(even, 18, 19)).isEqualTo(even[19]);
        // the variance at the end of a line through n points: (4n − 2)/(n·(n + 1))
        assertThat(squares).isCloseTo(78.0 / 420, within(0.03));
    }

    @Test
    void nothingOfALaterTimeIsInAFrame() {
        VolterraProcess process = VolterraProcess.base(2);
        Paths paths = new Simulation(6, 30, 1, 1).of(process);
        Paths changed = new Paths(6, 30, 2, paths.values().clone());
        Arrays.fill(changed.values(), changed.offset(0, 21), changed.values().length, 9);
        for (int t = -1; t <= 20; t++) {
            Frames.Frame before = frames(paths, process).at(t);
            Frames.Frame after = frames(changed, process).at(t);
            assertThat(after.reference()).isEqualTo(before.reference());
            assertThat(after.scale()).isEqualTo(before.scale());
            assertThat(after.step()).isEqualTo(before.step());
        }
    }

    @Test
    void aPopulationThatGrowsByAFactorIsFollowed() {
        VolterraProcess process = VolterraProcess.base(1).withDrift(new Drift.Affine(0.1, 0));
        Paths paths = new Simulation(500, 60, 1, 1).of(process.withRandomness(0));
        Frames frames = frames(paths, process);
        double grown = frames.at(60).scale() / frames.at(40).scale();
        double root = 0.5 * (1.05 + Math.sqrt(1.05 * 1.05 + 4 * 0.05)); // of r² = 1.05·r + 0.05
        assertThat(grown).isCloseTo(Math.pow(root, 20), within(0.02 * grown));
    }
}
