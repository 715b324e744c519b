package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GapClosedTest {
    @Test
    void thePaperClosesItsPublishedShare() {
        // Means of tables 1: base 0.192, fine-tuned 0.746, JS normalized 0.520.
        GapClosed closed = gap(new double[] {0.192}, new double[] {0.746}, new double[] {0.520});
        assertThat(closed.share().orElseThrow().estimate()).isCloseTo(0.592, within(5e-4));
    }

    @Test
    void isARatioOfMeansAndNotAMeanOfRatios() {
        GapClosed closed =
                gap(new double[] {0, 0.5}, new double[] {1, 0.6}, new double[] {0.5, 0.6});
        assertThat(closed.share().orElseThrow().estimate()).isCloseTo(0.6 / 1.1, within(1e-12));
        assertThat(closed.aboveBase()).isEqualTo(1);
    }

    @Test
    void datasetsWithoutAGapAreListedAndStay() {
        GapClosed closed =
                gap(new double[] {0, 0.5}, new double[] {1, 0.52}, new double[] {0.5, 0.4});
        assertThat(closed.smallGap()).containsExactly("task1");
        assertThat(closed.share().orElseThrow().estimate()).isCloseTo(0.4 / 1.02, within(1e-12));
        assertThat(closed.aboveBase()).isEqualTo(0.5);
    }

    @Test
    void withoutAnyGapThereIsNoShare() {
        GapClosed closed = gap(new double[] {0.5}, new double[] {0.5}, new double[] {0.7});
        assertThat(closed.share()).isEmpty();
        assertThat(closed.undefinedResamples()).isEqualTo(10_000);
    }

    @Test
    void resamplesWithoutAGapAreCounted() {
        GapClosed closed =
                gap(new double[] {0, 0.5}, new double[] {1, 0.4}, new double[] {0.5, 0.5});
        assertThat(closed.undefinedResamples()).isBetween(2_300, 2_700); // both draws the second
    }

    @Test
    void missingDatasetsAreRefused() {
        assertThatThrownBy(() -> gap(new double[1], new double[2], new double[1]))
                .hasMessageContaining("found 1 names, 1 base, 2 own, 1 generated");
    }

    private static GapClosed gap(double[] base, double[] own, double[] generated) {
        List<String> names = List.of("task0", "task1").subList(0, base.length);
        return GapClosed.of(
                new GapClosed.Methods(names, base, own, generated), Bootstrap.defaults());
    }
}
