package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.distance.DistanceRow;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static final List<String> ENTRIES = List.of("a", "b", "c");
    private static final DistanceRow ROW =
            new DistanceRow("js", "new", ENTRIES, new double[] {0.1, 0.2, 0.6});

    /// Adapter c serves dataset a best, and itself.
    private static final TransferMatrix LOSSES =
            new TransferMatrix(ENTRIES, new double[][] {{1, 4, 0.5}, {2, 1, 2}, {4, 4, 0.25}});

    @Test
    void withoutStrengthItIsTheNormalizedRule() {
        double[] weights = new Transfer(LOSSES, 0, 1, 0.5).weigh(ROW).weights();
        assertThat(weights)
                .containsExactly(new Normalized(0.5).weigh(ROW).weights(), offset(1e-15));
    }

    @Test
    void anAdapterThatServesTheNearestDatasetGainsWeight() {
        double before = new Normalized(1).weigh(ROW).weights()[2];
        assertThat(new Transfer(LOSSES, 1, 0.1, 1).weigh(ROW).weights()[2]).isGreaterThan(before);
    }

    /// By hand: κ small enough that only dataset a counts, whose ln losses are 0, ln 4 and −ln 2
    /// with mean ln 2/3; the z-score of the prediction is that of the row.
    @Test
    void itIsTheFormula() {
        double[] z = Normalized.standardised(ROW);
        double mean = Math.log(2) / 3;
        double[] row = {-mean, 2 * Math.log(2) - mean, -Math.log(2) - mean};
        double deviation = 0;
        for (double value : row) {
            deviation += value * value / 3;
        }
        double[] scores = new double[3];
        double variance = 0;
        for (int j = 0; j < 3; j++) {
            scores[j] = z[j] + 2 * row[j] / Math.sqrt(deviation);
            variance += scores[j] * scores[j] / 3;
        }
        double total = 0;
        double[] expected = new double[3];
        for (int j = 0; j < 3; j++) {
            expected[j] = Math.exp(-scores[j] / Math.sqrt(variance) / 0.7);
            total += expected[j];
        }
        double[] weights = new Transfer(LOSSES, 2, 1e-3, 0.7).weigh(ROW).weights();
        for (int j = 0; j < 3; j++) {
            assertThat(weights[j]).isCloseTo(expected[j] / total, within(1e-12));
        }
    }

    @Test
    void lossesOfNothingAreNoInfiniteMerit() {
        TransferMatrix perfect =
                new TransferMatrix(ENTRIES, new double[][] {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}});
        assertThat(new Transfer(perfect, 1, 1, 1).weigh(ROW).weights()).doesNotContain(Double.NaN);
    }

    @Test
    void whatIsNoMeasurementIsRefused() {
        assertThatThrownBy(() -> new TransferMatrix(ENTRIES, new double[2][3]))
                .hasMessageContaining("expected a row of losses for each of 3 entries, found 2");
        assertThatThrownBy(() -> new TransferMatrix(ENTRIES, new double[3][2]))
                .hasMessageContaining("expected 3 losses in a row, found 2");
        assertThatThrownBy(() -> new TransferMatrix(List.of("a"), new double[][] {{Double.NaN}}))
                .hasMessageContaining("found NaN");
        assertThatThrownBy(() -> new Transfer(LOSSES, -1, 1, 1))
                .hasMessageContaining("strength of at least 0, found -1");
        assertThatThrownBy(() -> new Transfer(LOSSES, 1, 0, 1)).hasMessageContaining("found 0.0");
        DistanceRow other = new DistanceRow("js", "new", List.of("x"), new double[] {1});
        assertThatThrownBy(() -> Transfer.of(LOSSES).weigh(other))
                .hasMessageContaining("expected losses of entry 'x', found those of 3 others");
    }

    @Test
    void itsNameSaysItsNumbers() {
        assertThat(Transfer.of(LOSSES).name()).isEqualTo("transfer");
        Transfer other = new Transfer(LOSSES, 1, 0.3, 0.15);
        assertThat(other.name()).isEqualTo("transfer-1.0-0.3");
        assertThat(Transfer.parse(other.name(), LOSSES)).isEqualTo(other);
        assertThat(Transfer.parse("transfer", LOSSES)).isEqualTo(Transfer.of(LOSSES));
        assertThat(Transfer.isNamed("transfer-1")).isFalse();
        assertThatThrownBy(() -> Transfer.parse("neural", LOSSES))
                .hasMessageContaining("expected transfer or transfer-α-κ, found 'neural'");
        assertThatThrownBy(() -> Transfer.parse("transfer-1-0", LOSSES))
                .hasMessageContaining("expected a number > 0, found 0.0");
    }
}
