package lorica.volterra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class IntrinsicLossPropertyTest {
    private record Case(int d, double scale, double[] means, double[] logarithms, float[] outputs) {
        static Case of(long seed, int d, boolean multiple) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] logarithms = random.doubles(d, -1, 1).toArray();
            if (multiple) {
                Arrays.fill(logarithms, logarithms[0]);
            }
            float[] outputs = new float[d + LogCoordinates.size(d)];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = (float) random.nextDouble(-1, 1);
            }
            return new Case(
                    d,
                    random.nextDouble(0.1, 3),
                    random.doubles(d, -1, 1).toArray(),
                    logarithms,
                    outputs);
        }

        IntrinsicLoss loss(double unit) {
            return new IntrinsicLoss(d, unit, means, logarithms);
        }
    }

    @Property(tries = 100, seed = "1")
    void theLossIsTheSquaredDistanceOfTheDecodedGaussians(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int d,
            @ForAll boolean multiple) {
        Case one = Case.of(seed, d, multiple);
        SpdMatrix reference = SpdMatrix.scalar(d, 1e-4);
        double[] predictedMean = new double[d];
        double[] targetMean = new double[d];
        double[] target = new double[d * d];
        for (int i = 0; i < d; i++) {
            predictedMean[i] = one.scale() * one.outputs()[i];
            targetMean[i] = one.scale() * one.means()[i];
            target[i * d + i] = one.logarithms()[i];
        }
        Gaussian predicted =
                new Gaussian(
                        predictedMean, reference.at(LogCoordinates.matrix(d, one.outputs(), d)));
        double distance = predicted.distance(new Gaussian(targetMean, reference.at(target)));
        assertThat(one.loss(one.scale()).loss(0, one.outputs(), 0))
                .isCloseTo(distance * distance, within(1e-9 * (1 + distance * distance)));
    }

    @Property(tries = 100, seed = "1")
    void theShortCutForMultiplesOfTheIdentityIsTheCurvedFormula(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int d) {
        Case one = Case.of(seed, d, true);
        double[] nearly = one.logarithms().clone();
        nearly[0] += 1e-9;
        IntrinsicLoss curved = new IntrinsicLoss(d, 1, one.means(), nearly);
        IntrinsicLoss flat = one.loss(1);
        assertThat(curved.loss(0, one.outputs(), 0))
                .isCloseTo(flat.loss(0, one.outputs(), 0), within(1e-6));
        float[] a = new float[one.outputs().length];
        float[] b = new float[one.outputs().length];
        curved.gradient(0, one.outputs(), 0, a);
        flat.gradient(0, one.outputs(), 0, b);
        assertThat(a).containsExactly(b, within(1e-5f));
    }

    @Property(tries = 60, seed = "1")
    void theGradientAgreesWithDifferences(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int d,
            @ForAll boolean multiple) {
        Case one = Case.of(seed, d, multiple);
        IntrinsicLoss loss = one.loss(1);
        float[] gradient = new float[one.outputs().length];
        loss.gradient(0, one.outputs(), 0, gradient);
        float h = 1f / 1024;
        for (int k = 0; k < gradient.length; k++) {
            float[] ahead = one.outputs().clone();
            float[] behind = one.outputs().clone();
            ahead[k] += h;
            behind[k] -= h;
            double slope =
                    (loss.loss(0, ahead, 0) - loss.loss(0, behind, 0))
                            / ((double) ahead[k] - behind[k]);
            assertThat((double) gradient[k]).isCloseTo(slope, within(2e-4));
        }
    }

    @Property(tries = 60, seed = "1")
    void outputsFarAwayHaveFiniteLossesAndGradientsThatLeadBack(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int d,
            @ForAll boolean multiple) {
        Case one = Case.of(seed, d, multiple);
        float[] outputs = one.outputs().clone();
        for (int k = d; k < outputs.length; k++) {
            outputs[k] *= 1000;
        }
        IntrinsicLoss loss = one.loss(1);
        float[] gradient = new float[outputs.length];
        loss.gradient(0, outputs, 0, gradient);
        assertThat(loss.loss(0, outputs, 0)).isFinite();
        for (int k = d; k < outputs.length; k++) {
            assertThat(gradient[k]).isFinite();
            if (Math.abs(outputs[k]) > 50) {
                assertThat(Math.signum(gradient[k])).isEqualTo(Math.signum(outputs[k]));
            }
        }
    }
}
