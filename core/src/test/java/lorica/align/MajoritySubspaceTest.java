package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lorica.align.PlantedUpdates.Contamination;
import lorica.align.PlantedUpdates.Draw;
import org.junit.jupiter.api.Test;

class MajoritySubspaceTest {
    /// More blocks than random starts are compared on.
    @Test
    void ofManyBlocksItIsWhatMostShare() {
        Draw draw =
                new PlantedUpdates(64, 8, 300, 5, 90, Contamination.RANDOM, 0, 0.5)
                        .draw(new SplittableRandom(3));
        MajoritySubspace found = MajoritySubspace.of(draw.updates().normed());
        assertThat(found.saturated()).isFalse();
        assertThat(found.subspace().distance(draw.subspace())).isLessThan(0.1);
    }

    /// Their rests point together at every rank that leaves their own directions out.
    @Test
    void colludersAmongManyBlocksDoNotRaiseTheRank() {
        Draw draw =
                new PlantedUpdates(48, 4, 100, 4, 30, Contamination.COLLUDING, 0, 0.5)
                        .draw(new SplittableRandom(6));
        MajoritySubspace found = MajoritySubspace.of(draw.updates().normed());
        assertThat(found.subspace().distance(draw.subspace())).isLessThan(0.15);
    }

    @Test
    void ofManyBlocksWithoutNoiseItIsExact() {
        Draw draw =
                PlantedUpdates.exact(64, 8, 300, 20, 120, Contamination.RANDOM)
                        .draw(new SplittableRandom(4));
        MajoritySubspace found = MajoritySubspace.of(draw.updates().normed());
        assertThat(found.subspace().distance(draw.subspace())).isLessThan(1e-8);
    }

    /// The singular values of an adapter fall, so that its columns are worth fewer than they are.
    @Test
    void columnsOfFallingEnergyThatShareNothingAreNoise() {
        SplittableRandom random = new SplittableRandom(5);
        List<double[]> blocks = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            double[] block = new double[128 * 16];
            for (int i = 0; i < block.length; i++) {
                block[i] = Math.pow(0.8, Math.floorDiv(i, 128)) * random.nextGaussian();
            }
            blocks.add(block);
        }
        Blocks normed = new Blocks(128, blocks).normed();
        assertThat(MajoritySubspace.of(normed).subspace().rank()).isZero();
    }
}
