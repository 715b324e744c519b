package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import lorica.distance.DistanceRow;
import org.junit.jupiter.api.Test;

class CoefficientRuleTest {
    private static final List<DistanceRule> RULES =
            List.of(
                    new Attentional(1),
                    new Attentional(1e-3),
                    new Normalized(1),
                    new Normalized(1e-3));

    @Test
    void everyRuleIsFoundByItsOwnName() {
        for (DistanceRule rule : List.of(new Attentional(0.3), new Normalized(0.3))) {
            assertThat(CoefficientRule.parse(rule.name(), 0.3)).isEqualTo(rule);
        }
    }

    @Test
    void oneEntryReceivesAllTheWeight() {
        for (DistanceRule rule : RULES) {
            assertThat(weigh(rule, 31982.5)).containsExactly(1);
        }
    }

    @Test
    void equalDistancesGiveUniformWeights() {
        for (DistanceRule rule : RULES) {
            for (double distance : new double[] {0, 0.1, 1e-300, 1e5, 1e300}) {
                assertThat(weigh(rule, distance, distance, distance))
                        .containsExactly(new double[] {1 / 3., 1 / 3., 1 / 3.}, within(1e-15));
            }
        }
    }

    @Test
    void distancesOfAHundredThousandAreSafe() {
        assertThat(weigh(new Attentional(1), 1e5, 1e5 + 1, 3e5))
                .containsExactly(
                        new double[] {1 / (1 + Math.exp(-1)), 1 / (1 + Math.exp(1)), 0},
                        within(1e-15));
        assertThat(weigh(new Normalized(1), 1e5, 2e5))
                .containsExactly(
                        new double[] {1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(2))},
                        within(1e-15));
    }

    @Test
    void theNearestEntryIsNeverLost() {
        assertThat(weigh(new Attentional(1e-6), 7e4, 3e4, 9e4)).containsExactly(0, 1, 0);
        assertThat(weigh(new Attentional(Double.MIN_VALUE), 7e4, 3e4)).containsExactly(0, 1);
    }

    @Test
    void normalizedIsTheSameInAnyUnit() {
        double[] weights = weigh(new Normalized(1), 1, 2, 4);
        assertThat(weigh(new Normalized(1), 1e-200, 2e-200, 4e-200))
                .containsExactly(weights, within(1e-15));
        assertThat(weigh(new Normalized(1), 1e200, 2e200, 4e200))
                .containsExactly(weights, within(1e-15));
    }

    @Test
    void aRowWithoutEntriesIsRefused() {
        for (DistanceRule rule : RULES) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> weigh(rule))
                    .withMessageContaining("at least one");
        }
    }

    @Test
    void aTemperatureThatIsNotPositiveIsRefused() {
        for (double temperature : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            for (String rule : new String[] {"attentional", "normalized"}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> CoefficientRule.parse(rule, temperature))
                        .withMessageContaining("temperature");
            }
        }
    }

    @Test
    void rulesAreFoundByTheirNames() {
        assertThat(CoefficientRule.parse("attentional", 2)).isEqualTo(new Attentional(2));
        assertThat(CoefficientRule.parse("normalized", 2)).isEqualTo(new Normalized(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CoefficientRule.parse("neural net", 1))
                .withMessageContaining("attentional, normalized")
                .withMessageContaining("'neural net'");
    }

    private static double[] weigh(DistanceRule rule, double... distances) {
        List<String> entries =
                IntStream.range(0, distances.length).mapToObj(Integer::toString).toList();
        return rule.weigh(new DistanceRow("js", "toy", entries, distances)).weights();
    }
}
