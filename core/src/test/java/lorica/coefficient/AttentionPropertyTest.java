package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class AttentionPropertyTest {
    @Property(tries = 50, seed = "1")
    void theOrderOfTheEntriesSaysNothing(
            @ForAll @Size(6) List<@DoubleRange(min = 0, max = 1) Double> one,
            @ForAll @Size(6) List<@DoubleRange(min = 0, max = 100) Double> other,
            @ForAll @Size(6) List<@DoubleRange(min = -5, max = 5) Double> statistics) {
        double[] weights = AttentionTest.RULE.weigh(evidence(one, other, statistics)).weights();
        double[] reversed =
                AttentionTest.RULE
                        .weigh(evidence(one.reversed(), other.reversed(), statistics.reversed()))
                        .weights();
        for (int j = 0; j < 6; j++) {
            assertThat(reversed[5 - j]).isCloseTo(weights[j], within(1e-9));
        }
    }

    private static Evidence evidence(
            List<Double> one, List<Double> other, List<Double> statistics) {
        return new Evidence(
                List.of(AttentionTest.row("js", array(one)), AttentionTest.row("wd", array(other))),
                new double[] {1.7},
                statistics.stream().map(value -> new double[] {value}).toList());
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
