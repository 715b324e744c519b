package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.distance.DistanceMatrix;
import org.junit.jupiter.api.Test;

class LeaveOneOutWeightsTest {
    private static final DistanceRule RULE = new Normalized(1);

    private final DistanceMatrix distances =
            new DistanceMatrix(
                    "kl",
                    List.of("a", "b", "c", "d"),
                    new double[][] {
                        {0, 0.1, 0.7, 0.4},
                        {0.3, 0, 0.2, 0.9},
                        {0.8, 0.5, 0, 0.6},
                        {0.2, 0.4, 0.1, 0}
                    });

    @Test
    void everyEntryIsWeighedAsIfTheBankDidNotHoldIt() {
        double[][] weights = LeaveOneOutWeights.of(distances, RULE, Truncation.none());
        double[] ofB = RULE.weigh(distances.row(1).without("b")).weights();
        double[] ofD = RULE.weigh(distances.row(3).without("d")).weights();
        assertThat(weights[1]).containsExactly(ofB[0], 0, ofB[1], ofB[2]);
        assertThat(weights[3]).containsExactly(ofD[0], ofD[1], ofD[2], 0);
    }

    @Test
    void whatTheTruncationDropsHasNoWeight() {
        Truncation nearest = new Truncation(OptionalInt.of(1), OptionalDouble.empty());
        assertThat(LeaveOneOutWeights.of(distances, RULE, nearest))
                .isDeepEqualTo(
                        new double[][] {{0, 1, 0, 0}, {0, 0, 1, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}});
    }
}
