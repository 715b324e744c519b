package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lorica.align.PlantedUpdates.Contamination;
import lorica.align.PlantedUpdates.Draw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutlierPursuitTest {
    @ParameterizedTest
    @CsvSource({"30, 1, 40, 1, 12", "30, 1, 40, 4, 12", "30, 4, 40, 4, 12", "48, 6, 24, 3, 7"})
    void withoutNoiseSubspaceAndSetAreExact(int rows, int width, int n, int rank, int bad) {
        Draw draw =
                PlantedUpdates.exact(rows, width, n, rank, bad, Contamination.RANDOM)
                        .draw(new SplittableRandom(1));
        Decomposition found =
                OutlierPursuit.exact(SubspaceSearch.lambda(rank, n - bad)).of(unit(draw.updates()));
        assertThat(found.converged()).isTrue();
        assertThat(found.shared().distance(draw.subspace())).isLessThan(1e-8);
        List<Boolean> flagged = new ArrayList<>();
        for (double norm : found.contamination()) {
            flagged.add(norm > 0);
        }
        assertThat(flagged).isEqualTo(draw.contaminated());
    }

    @Test
    void theUsualWeightOfColumnsFailsByBlocks() {
        Draw draw =
                PlantedUpdates.exact(30, 1, 40, 1, 12, Contamination.RANDOM)
                        .draw(new SplittableRandom(1));
        Decomposition found =
                OutlierPursuit.exact(3 / (7 * Math.sqrt(12))).of(unit(draw.updates()));
        assertThat(found.contamination()).doesNotContain(0);
    }

    @Test
    void noiseIsLeftOutUpToItsBound() {
        Draw draw =
                new PlantedUpdates(30, 4, 40, 3, 0, Contamination.RANDOM, 0, 0.2)
                        .draw(new SplittableRandom(2));
        double noise = 0.2 * Math.sqrt(40);
        Decomposition found =
                new OutlierPursuit(SubspaceSearch.lambda(3, 40), noise, 500, 1e-8)
                        .of(draw.updates());
        assertThat(found.converged()).isTrue();
        assertThat(Arrays.stream(found.contamination()).max().orElse(1)).isLessThan(0.1);
        assertThat(found.noise()).isCloseTo(noise, within(1e-12));
    }

    @Test
    void nothingHasNoSubspace() {
        Blocks zeros = new Blocks(3, List.of(new double[3], new double[6]));
        Decomposition found = OutlierPursuit.exact(1).of(zeros);
        assertThat(found.shared().rank()).isZero();
        assertThat(found.effectiveRank()).isZero();
        assertThat(found.contamination()).containsOnly(0);
    }

    @Test
    void blocksOfOtherRowsAndNumbersThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Blocks(3, List.of(new double[4])))
                .hasMessage("block: expected columns of 3 elements, found 4 elements");
        assertThatThrownBy(() -> new Blocks(1, List.of(new double[] {Double.NaN})))
                .hasMessage("block: expected finite numbers, found NaN");
        assertThatThrownBy(() -> OutlierPursuit.exact(0)).hasMessageContaining("expected λ > 0");
    }

    static Blocks unit(Blocks blocks) {
        double[] factors = blocks.norms();
        for (int k = 0; k < factors.length; k++) {
            factors[k] = 1 / factors[k];
        }
        return blocks.scaled(factors);
    }
}
