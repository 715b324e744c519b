package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lorica.align.PlantedUpdates.Contamination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaveOneOutLengthsTest {
    private final Blocks blocks =
            new PlantedUpdates(12, 3, 9, 2, 0, Contamination.RANDOM, 1, 0.4)
                    .draw(new SplittableRandom(8))
                    .updates();

    /// The mean and the subspace of the others, taken anew for every block.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyBlockIsMeasuredByTheOthersAlone(boolean centred) {
        boolean[] counts = new boolean[9];
        Arrays.fill(counts, true);
        counts[4] = false;
        int rank = centred ? 2 : 3; // with what is common to them
        LeaveOneOutLengths lengths = LeaveOneOutLengths.of(blocks, counts, centred, rank);
        for (int k = 0; k < 9; k++) {
            List<double[]> others = new ArrayList<>();
            for (int j = 0; j < 9; j++) {
                if (j != k && j != 4) {
                    others.add(blocks.blocks().get(j));
                }
            }
            Blocks rest = new Blocks(12, others);
            double[] even = SharedSubspace.constant(rest.count(), 1.0 / rest.count());
            double[] mean = centred ? Updates.sum(rest, even) : new double[36];
            Subspace shared = Subspace.leading(Updates.minus(rest, mean), even, rank);
            Blocks own = Updates.minus(new Blocks(12, List.of(blocks.blocks().get(k))), mean);
            double outside = shared.residuals(own)[0];
            assertThat(lengths.outside()[k]).isCloseTo(outside, within(1e-3));
            double inside = Math.sqrt(own.norm(0) * own.norm(0) - outside * outside);
            assertThat(lengths.within()[k]).isCloseTo(inside, within(1e-3));
        }
    }

    @Test
    void withoutASharedDirectionAllOfABlockIsOutside() {
        boolean[] counts = new boolean[9];
        Arrays.fill(counts, true);
        LeaveOneOutLengths lengths = LeaveOneOutLengths.of(blocks, counts, false, 0);
        assertThat(lengths.outside()).containsExactly(blocks.norms(), within(1e-12));
        assertThat(lengths.within()).containsOnly(0);
    }
}
