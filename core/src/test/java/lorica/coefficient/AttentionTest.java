package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final Attention.Scaling SCALING =
            new Attention.Scaling(new double[] {2}, new double[] {0.5});
    private static final double[][] HIDDEN = {{0.5, -1, 2, 0.3, -0.7}, {-0.2, 0.4, 1, 0, 0.6}};
    static final Attention RULE =
            new Attention(
                    SCALING,
                    new double[] {3, -0.5},
                    HIDDEN,
                    new double[] {0.1, -0.3},
                    new double[] {0.8, -1.5},
                    1);

    static DistanceRow row(String distance, double... values) {
        return new DistanceRow(
                distance,
                "new",
                IntStream.range(0, values.length).mapToObj(i -> "e" + i).toList(),
                values);
    }

    @Test
    void withoutHiddenUnitsItIsTheNormalizedRuleOfTheFirstDistance() {
        Attention plain =
                new Attention(
                        SCALING,
                        new double[] {1 / 0.15, 0},
                        HIDDEN,
                        new double[2],
                        new double[2],
                        1);
        Evidence evidence =
                new Evidence(
                        List.of(row("js", 0.2, 0.5, 0.4), row("wd", 9, 2, 4)),
                        new double[] {1},
                        List.of(new double[] {1}, new double[] {2}, new double[] {9}));
        assertThat(plain.weigh(evidence).weights())
                .containsExactly(
                        Normalized.sharp().weigh(row("js", 0.2, 0.5, 0.4)).weights(),
                        within(1e-12));
        assertThat(plain.at(2).weigh(evidence).weights())
                .containsExactly(
                        new Normalized(0.3).weigh(row("js", 0.2, 0.5, 0.4)).weights(),
                        within(1e-12));
        assertThat(plain.name()).isEqualTo("attention");
    }

    /// z of (1, 3) is (−1, 1), of (4, 2) is (1, −1); u of 2.5 is 1, of 1 is −2, of 99 is held at 3.
    @Test
    void theScoresAreThoseOfTheNetwork() {
        Evidence evidence =
                new Evidence(
                        List.of(row("js", 1, 3), row("wd", 4, 2)),
                        new double[] {2.5},
                        List.of(new double[] {1}, new double[] {99}));
        double[][] x = SCALING.features(evidence);
        assertThat(x[0]).containsExactly(-1, 1, 3, 1, -2);
        assertThat(x[1]).containsExactly(1, -1, 2, 1, 3);
        double first = -3.5 + 0.8 * (0.1 - 0.5 - 1 + 6 + 0.3 + 1.4) - 1.5 * (-0.3 + 0.6 + 3 - 1.2);
        double second = 3.5 + 0.8 * (0.1 + 0.5 + 1 + 4 + 0.3 - 2.1) - 1.5 * (-0.3 - 0.6 + 2 + 1.8);
        assertThat(RULE.weigh(evidence).weights())
                .containsExactly(
                        new double[] {
                            1 / (1 + Math.exp(first - second)), 1 / (1 + Math.exp(second - first))
                        },
                        within(1e-12));
    }

    @Test
    void anEntryLeftOutIsAsIfTheBankDidNotHoldIt() {
        List<double[]> statistics =
                List.of(new double[] {1}, new double[] {2}, new double[] {3}, new double[] {7});
        Evidence.OfBank four =
                new Evidence.OfBank(
                        List.of(matrix("js", 4, 0.1), matrix("wd", 4, 2.0)), statistics);
        Evidence left = four.among(List.of("e0", "e1", "e2")).leavingOut(1);
        assertThat(left.entries()).containsExactly("e0", "e2");
        assertThat(left.dataset()).containsExactly(2);
        assertThat(four.leavingOut(1).among(List.of("e0", "e2")).distances().getFirst().values())
                .containsExactly(left.distances().getFirst().values());
        assertThat(RULE.weigh(left).weights()).hasSize(2);
    }

    private static DistanceMatrix matrix(String distance, int n, double unit) {
        double[][] values = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                values[i][j] = unit * Math.abs(i * i - j * j);
            }
        }
        return new DistanceMatrix(
                distance, IntStream.range(0, n).mapToObj(i -> "e" + i).toList(), values);
    }

    @Test
    void statisticsThatAreAllEqualSayNothing() {
        Attention.Scaling scaling =
                Attention.Scaling.of(List.of(new double[] {0.1, 1}, new double[] {0.1, 3}));
        assertThat(scaling.mean()).containsExactly(0.1, 2);
        assertThat(scaling.deviation()).containsExactly(1, 1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Evidence one =
                new Evidence(
                        List.of(row("js", 1, 2)),
                        new double[] {1},
                        List.of(new double[] {1}, new double[] {2}));
        assertThatThrownBy(() -> RULE.weigh(one))
                .hasMessageContaining("expected 2 distances, found 1");
        Evidence more =
                new Evidence(
                        List.of(row("js", 1, 2), row("wd", 1, 2)),
                        new double[] {1, 2},
                        List.of(new double[] {1, 2}, new double[] {2, 3}));
        assertThatThrownBy(() -> RULE.weigh(more))
                .hasMessageContaining("expected 1 statistics, found 2");
        assertThatThrownBy(
                        () ->
                                new Evidence(
                                        List.of(row("js", 1, 2)),
                                        new double[] {1},
                                        List.of(new double[] {1})))
                .hasMessageContaining("statistics of 2 entries, found 1");
        assertThatThrownBy(
                        () ->
                                new Evidence(
                                        List.of(row("js", 1, 2), row("wd", 1, 2, 3)),
                                        new double[] {1},
                                        List.of(new double[] {1}, new double[] {1})))
                .hasMessageContaining("wd distances to the entries of the first row");
        assertThatThrownBy(
                        () ->
                                new Evidence(
                                        List.of(row("js", 1)),
                                        new double[] {Double.NaN},
                                        List.of(new double[] {1})))
                .hasMessageContaining("finite statistics, found NaN");
    }
}
