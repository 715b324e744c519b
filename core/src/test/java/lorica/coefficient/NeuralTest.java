package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.distance.DistanceRow;
import org.junit.jupiter.api.Test;

class NeuralTest {
    private static final Neural RULE =
            new Neural(new double[] {-1, 0, 2}, new double[] {5, 1, 3}, 1);

    @Test
    void betweenKnotsTheValueIsOnALineAndBeyondThemItStays() {
        assertThat(RULE.value(-0.5)).isEqualTo(3);
        assertThat(RULE.value(0)).isEqualTo(1);
        assertThat(RULE.value(1)).isEqualTo(2);
        assertThat(RULE.value(2)).isEqualTo(3);
        assertThat(RULE.value(-9)).isEqualTo(5);
        assertThat(RULE.value(9)).isEqualTo(3);
    }

    @Test
    void theIdentityIsTheNormalizedRule() {
        Neural identity = new Neural(new double[] {-10, 10}, new double[] {-10, 10}, 1);
        DistanceRow row =
                new DistanceRow("js", "new", List.of("a", "b", "c"), new double[] {0.2, 0.5, 0.4});
        assertThat(identity.weigh(row).weights())
                .containsExactly(new Normalized(1).weigh(row).weights(), within(1e-12));
        assertThat(identity.at(0.3).weigh(row).weights())
                .containsExactly(new Normalized(0.3).weigh(row).weights(), within(1e-12));
    }

    @Test
    void theFunctionDecidesNotTheDistance() {
        Neural constant = new Neural(new double[] {-1, 1}, new double[] {2, 2}, 1);
        DistanceRow row =
                new DistanceRow(
                        "js", "new", List.of("a", "b", "c", "d"), new double[] {1, 2, 4, 9});
        assertThat(constant.weigh(row).weights()).containsExactly(0.25, 0.25, 0.25, 0.25);
        assertThat(constant.name()).isEqualTo("neural");
    }

    @Test
    void tablesThatAreNoFunctionAreRefused() {
        assertThatThrownBy(() -> new Neural(new double[] {1}, new double[] {1}, 1))
                .hasMessageContaining("at least 2 knots");
        assertThatThrownBy(() -> new Neural(new double[] {1, 1}, new double[] {1, 2}, 1))
                .hasMessageContaining("ascending knots");
        assertThatThrownBy(() -> new Neural(new double[] {0, 1}, new double[] {1, Double.NaN}, 1))
                .hasMessageContaining("finite values");
    }
}
