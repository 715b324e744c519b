package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lorica.align.CrossLosses.Exchange;
import org.junit.jupiter.api.Test;

class CrossLossesTest {
    private static final List<String> IDS = List.of("a", "b", "c");

    /// Of a, b and c, among as many again and one more that are at home.
    private static List<Exchange> exchanges(double[]... losses) {
        List<String> ids = new ArrayList<>(IDS);
        double[][] all = new double[7][];
        for (int i = 0; i < 7; i++) {
            all[i] = new double[7];
            Arrays.fill(all[i], 9);
            all[i][i] = 1;
            if (i < 3) {
                System.arraycopy(losses[i], 0, all[i], 0, 3);
            } else {
                ids.add("home-" + i);
            }
        }
        return new CrossLosses(ids, all).exchanges();
    }

    @Test
    void whereMostAdaptersAreStrangersToTheirDatasetsLossesSayNothing() {
        double[][] losses = {{2, 1, 3}, {1, 2, 3}, {3, 3, 1}};
        assertThat(exchanges(losses)).hasSize(1);
        assertThat(new CrossLosses(IDS, losses).exchanges()).isEmpty();
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
    void ofSomeEntriesTheirOwnLossesStay() {
        CrossLosses some =
                new CrossLosses(IDS, new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}})
                        .among(Set.of("c", "a", "another"));
        assertThat(some.ids()).containsExactly("a", "c");
        assertThat(some.losses()).isDeepEqualTo(new double[][] {{1, 3}, {7, 9}});
    }

    @Test
    void lossesOfZeroAreTheSame() {
        assertThat(exchanges(new double[3], new double[3], new double[3])).isEmpty();
    }

    @Test
    void anotherShapeIsRefused() {
        assertThatThrownBy(() -> new CrossLosses(IDS, new double[][] {{1, 1, 1}, {1, 1, 1}}))
                .hasMessage("cross losses: expected 3 by 3, found another shape");
        assertThatThrownBy(() -> new CrossLosses(IDS, new double[][] {{1, 1, 1}, {1}, {1, 1, 1}}))
                .hasMessage("cross losses: expected 3 by 3, found another shape");
    }
}
