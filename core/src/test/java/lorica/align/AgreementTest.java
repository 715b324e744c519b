package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import lorica.align.PlantedUpdates.Contamination;
import lorica.align.PlantedUpdates.Draw;
import lorica.kernel.RowKernel;
import org.junit.jupiter.api.Test;

class AgreementTest {
    /// Single clients agree to about 0.1, so that pairwise cosines tell little.
    private static Draw weak(Contamination kind) {
        return new PlantedUpdates(32, 8, 24, 3, 7, kind, 1, 2.5).draw(new SplittableRandom(11));
    }

    @Test
    void theHalfThatAgreesHoldsNoColluderAndNoFlip() {
        for (Contamination kind : Contamination.values()) {
            if (kind == Contamination.SCALED) {
                continue; // a scaled update agrees
            }
            Draw draw = weak(kind);
            Agreement found = agreement(draw);
            for (int k = 0; k < 24; k++) {
                if (draw.contaminated().get(k)) {
                    assertThat(found.weights()[k]).as("%s %d", kind, k).isZero();
                }
            }
            assertThat(Arrays.stream(found.weights()).filter(w -> w > 0).count()).isEqualTo(13);
        }
    }

    @Test
    void theMeanOfTheHalfTellsWhatSingleClientsDoNot() {
        Draw draw = weak(Contamination.SIGN_FLIP);
        double[] cosines = agreement(draw).cosines();
        double benign = 1;
        double flipped = -1;
        for (int k = 0; k < 24; k++) {
            if (draw.contaminated().get(k)) {
                flipped = Math.max(flipped, cosines[k]);
            } else {
                benign = Math.min(benign, cosines[k]);
            }
        }
        assertThat(benign).isGreaterThan(0.05);
        assertThat(flipped).isLessThan(-0.05);
    }

    /// By its words, from the updates themselves.
    @Test
    void everyClientIsComparedWithTheHalfWithoutItself() {
        Draw draw = weak(Contamination.RANDOM);
        Agreement found = agreement(draw);
        assertThat(Arrays.stream(found.weights()).sum()).isCloseTo(1, within(1e-12));
        Blocks normed = draw.updates().normed();
        for (int k = 0; k < 24; k++) {
            double[] own = normed.blocks().get(k);
            double[] sum = new double[own.length];
            for (int j = 0; j < 24; j++) {
                if (j != k && found.weights()[j] > 0) {
                    RowKernel.addScaled(sum, 0, 1, normed.blocks().get(j), 0, sum.length);
                }
            }
            double length = Math.sqrt(RowKernel.dot(sum, 0, sum, 0, sum.length));
            double cosine = RowKernel.dot(own, 0, sum, 0, sum.length) / length;
            assertThat(found.cosines()[k]).isCloseTo(cosine, within(1e-12));
        }
    }

    @Test
    void zerosAgreeWithNobodyAndUnusableClientsAreLeftOut() {
        assertThat(Agreement.of(new double[3][3], usable(3)).cosines()).containsOnly(0);
        Draw draw = weak(Contamination.RANDOM);
        boolean[] usable = usable(24);
        int benign = draw.contaminated().indexOf(false);
        usable[benign] = false;
        Agreement found = Agreement.of(AlignmentTest.updates(draw.updates()).products(), usable);
        assertThat(found.weights()[benign]).isZero();
    }

    private static Agreement agreement(Draw draw) {
        return Agreement.of(AlignmentTest.updates(draw.updates()).products(), usable(24));
    }

    private static boolean[] usable(int count) {
        boolean[] usable = new boolean[count];
        Arrays.fill(usable, true);
        return usable;
    }
}
