package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TruncationTest {
    @Test
    void nothingIsCutByDefault() {
        Coefficients all = coefficients(0.5, 0.25, 0.25);
        assertThat(Truncation.none().of(all)).isSameAs(all);
        assertThat(topK(7).of(all)).isSameAs(all);
        assertThat(minimumMass(1).of(all)).isSameAs(all);
    }

    @Test
    void topKKeepsTheLargestAndRenormalises() {
        assertThat(topK(2).of(coefficients(0.1, 0.3, 0.2, 0.4)).weights())
                .containsExactly(new double[] {0, 3 / 7., 0, 4 / 7.}, within(1e-15));
        assertThat(topK(1).of(coefficients(0.1, 0.3, 0.2, 0.4)).weights())
                .containsExactly(0, 0, 0, 1);
    }

    @Test
    void minimumMassKeepsTheFewestThatHoldIt() {
        assertThat(minimumMass(0.7).of(coefficients(0.125, 0.25, 0.125, 0.5)).weights())
                .containsExactly(new double[] {0, 1 / 3., 0, 2 / 3.}, within(1e-15));
        assertThat(minimumMass(0.75).of(coefficients(0.125, 0.25, 0.125, 0.5)).weights())
                .containsExactly(new double[] {0, 1 / 3., 0, 2 / 3.}, within(1e-15));
        assertThat(minimumMass(0.8).of(coefficients(0.125, 0.25, 0.125, 0.5)).weights())
                .containsExactly(new double[] {1 / 7., 2 / 7., 0, 4 / 7.}, within(1e-15));
        assertThat(minimumMass(1e-9).of(coefficients(0.125, 0.25, 0.125, 0.5)).weights())
                .containsExactly(0, 0, 0, 1);
    }

    @Test
    void weightsThatRoundingKeepsBelowTheMinimumMassAreAllKept() {
        Coefficients short1e10 = coefficients(0.5, 0.4999999999);
        assertThat(minimumMass(0.99999999995).of(short1e10).weights())
                .containsExactly(new double[] {0.5, 0.5}, within(1e-9));
    }

    @Test
    void ofEqualWeightsTheEarlierEntryIsKept() {
        assertThat(topK(2).of(coefficients(0.25, 0.25, 0.25, 0.25)).weights())
                .containsExactly(0.5, 0.5, 0, 0);
        assertThat(minimumMass(0.3).of(coefficients(0.25, 0.25, 0.25, 0.25)).weights())
                .containsExactly(0.5, 0.5, 0, 0);
    }

    @Test
    void theTighterOfBothLimitsHolds() {
        Coefficients all = coefficients(0.4, 0.3, 0.2, 0.1);
        assertThat(kept(new Truncation(OptionalInt.of(3), OptionalDouble.of(0.5)).of(all)))
                .isEqualTo(2);
        assertThat(kept(new Truncation(OptionalInt.of(1), OptionalDouble.of(0.5)).of(all)))
                .isEqualTo(1);
    }

    @Test
    void entriesKeepTheirPlaces() {
        Coefficients all = coefficients(0.1, 0.9);
        assertThat(topK(1).of(all).entries()).isEqualTo(all.entries());
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> topK(0)).withMessageContaining("0");
        for (double mass : new double[] {0, -0.1, 1.0001, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> minimumMass(mass))
                    .withMessageContaining("(0, 1]");
        }
    }

    private static int kept(Coefficients coefficients) {
        int kept = 0;
        for (double weight : coefficients.weights()) {
            kept += weight > 0 ? 1 : 0;
        }
        return kept;
    }

    private static Truncation topK(int k) {
        return new Truncation(OptionalInt.of(k), OptionalDouble.empty());
    }

    private static Truncation minimumMass(double mass) {
        return new Truncation(OptionalInt.empty(), OptionalDouble.of(mass));
    }

    private static Coefficients coefficients(double... weights) {
        List<String> entries =
                IntStream.range(0, weights.length).mapToObj(Integer::toString).toList();
        return new Coefficients(entries, weights);
    }
}
