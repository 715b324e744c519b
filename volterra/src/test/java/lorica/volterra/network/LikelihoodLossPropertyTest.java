package lorica.volterra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LikelihoodLossPropertyTest {
    @Property(tries = 50, seed = "1")
    void gradientsAreThoseOfDifferences(
            @ForAll @IntRange(min = 1, max = 4) int d, @ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LikelihoodLoss loss = new LikelihoodLoss(d, random.doubles(d, -1, 1).toArray(), 0.7);
        float[] outputs = new float[d + LogCoordinates.size(d)];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = (float) random.nextDouble(-1, 1);
        }
        float[] gradient = new float[outputs.length];
        loss.gradient(0, outputs, 0, gradient);
        float step = 1f / 1024;
        for (int i = 0; i < outputs.length; i++) {
            float here = outputs[i];
            outputs[i] = here + step;
            double above = loss.loss(0, outputs, 0);
            outputs[i] = here - step;
            double below = loss.loss(0, outputs, 0);
            outputs[i] = here;
            assertThat((double) gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-3));
        }
    }

    @Property(tries = 50, seed = "1")
    void aNetworkThatSaysNothingHasTheReferencesLikelihood(
            @ForAll @IntRange(min = -3, max = 3) int y) {
        LikelihoodLoss loss = new LikelihoodLoss(1, new double[] {y}, Math.log(4));
        double expected = 0.5 * Math.log(2 * Math.PI * 4) + y * y / 2.0;
        assertThat(loss.loss(0, new float[2], 0)).isCloseTo(expected, within(1e-12));
    }

    @Property(tries = 20, seed = "1")
    void fromFarOutTheSlopeLeadsBack(@ForAll @IntRange(min = 9, max = 1000) int far) {
        LikelihoodLoss loss = new LikelihoodLoss(1, new double[] {1}, 0);
        float[] gradient = new float[2];
        loss.gradient(0, new float[] {0, far}, 0, gradient);
        assertThat(gradient[1]).isPositive();
        loss.gradient(0, new float[] {0, -far}, 0, gradient);
        assertThat(gradient[1]).isNegative();
        assertThat(loss.loss(0, new float[] {0, far}, 0)).isFinite();
    }
}
