package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.align.CrossLosses.Exchange;
import org.junit.jupiter.api.Test;

class CrossLossesTest {
    private static final List<String> IDS = List.of("a", "b", "c");

    private static List<Exchange> exchanges(double[]... losses) {
        return new CrossLosses(IDS, losses).exchanges();
    }

    @Test
    void twoAdaptersThatAreAtHomeInEachOthersDatasetAreExchanged() {
        List<Exchange> found =
                exchanges(
                        new double[] {2, 0.5, 3},
                        new double[] {0.25, 1, 3},
                        new double[] {3, 3, 1});
        assertThat(found).hasSize(1);
        Exchange pair = found.getFirst();
        assertThat(List.of(pair.one(), pair.other())).containsExactly("a", "b");
        assertThat(pair.gain()).isCloseTo(Math.log(4) + Math.log(4), within(1e-12));
    }

    @Test
    void oneThatDoesBetterOnTheOthersDatasetAloneIsNot() {
        assertThat(
                        exchanges(
                                new double[] {2, 0.5, 3},
                                new double[] {2, 1, 3},
                                new double[] {3, 3, 1}))
                .isEmpty();
    }

    @Test
    void differencesOfLessThanATwentiethAreNoEvidence() {
        assertThat(
                        exchanges(
                                new double[] {1, 0.96, 3},
                                new double[] {0.5, 1, 3},
                                new double[] {3, 3, 1}))
                .isEmpty();
        double enough = Math.exp(-0.051);
        assertThat(
                        exchanges(
                                new double[] {1, enough, 3},
                                new double[] {enough, 1, 3},
                                new double[] {3, 3, 1}))
                .hasSize(1);
    }

    @Test
    void anEntryIsExchangedOnceWithTheOneOfTheLargestGain() {
        List<Exchange> found =
                exchanges(new double[] {3, 2, 1}, new double[] {2, 3, 2}, new double[] {1, 2, 3});
        assertThat(found).hasSize(1);
        assertThat(List.of(found.getFirst().one(), found.getFirst().other()))
                .containsExactly("a", "c");
    }

    @Test
    void lossesOfZeroAreTheSame() {
        assertThat(exchanges(new double[3], new double[3], new double[3])).isEmpty();
    }

    @Test
    void anotherShapeIsRefused() {
        assertThatThrownBy(() -> exchanges(new double[3], new double[3]))
                .hasMessage("cross losses: expected 3 by 3, found another shape");
        assertThatThrownBy(() -> exchanges(new double[3], new double[2], new double[3]))
                .hasMessage("cross losses: expected 3 by 3, found another shape");
    }
}
