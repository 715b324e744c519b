package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RocAreaTest {
    @Test
    void oneWhereEveryCaseIsAboveEveryControl() {
        assertThat(RocArea.of(new double[] {3, 1, 4, 2}, new boolean[] {true, false, true, false}))
                .hasValue(1);
        assertThat(
                        RocArea.of(
                                new double[] {-3, -1, -4, -2},
                                new boolean[] {true, false, true, false}))
                .hasValue(0);
    }

    @Test
    void aHalfWhereTheScoreSaysNothing() {
        assertThat(RocArea.of(new double[] {1, 1, 1}, new boolean[] {true, false, false}))
                .hasValue(0.5);
    }

    @Test
    void pairsAreCounted() {
        // cases 1 and 3 against controls 2 and 2.5: one of four pairs lost twice
        assertThat(
                        RocArea.of(
                                new double[] {1, 3, 2, 2.5},
                                new boolean[] {true, true, false, false}))
                .hasValue(0.5);
    }

    @Test
    void nothingWithoutCasesOrControls() {
        assertThat(RocArea.of(new double[] {1, 2}, new boolean[] {true, true})).isEmpty();
        assertThat(RocArea.of(new double[] {1, 2}, new boolean[] {false, false})).isEmpty();
        assertThatThrownBy(() -> RocArea.of(new double[] {1}, new boolean[] {}))
                .hasMessageContaining("found 1 and 0");
    }
}
