package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DistanceRowTest {
    private final DistanceRow row =
            new DistanceRow("js", "new", List.of("a", "b", "c"), new double[] {1, 2, 3});

    @Test
    void maskingAnEntryLeavesTheOthersInOrder() {
        assertThat(row.without("b").entries()).containsExactly("a", "c");
        assertThat(row.without("b").values()).containsExactly(1, 3);
        assertThat(row.without("a").without("c").values()).containsExactly(2);
        assertThat(row.values()).containsExactly(1, 2, 3);
    }

    @Test
    void maskingAnEntryThatIsNotThereIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.without("d"))
                .withMessageContaining("'d'");
    }

    @Test
    void aValueThatIsNoNumberIsRefusedWithTheEntrysName() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new DistanceRow(
                                        "js", "new", List.of("a", "b"), new double[] {1, 0.0 / 0}))
                .withMessageContaining("'b'");
    }

    @Test
    void theSumOfRowsIsWeightedEntryByEntry() {
        DistanceRow other =
                new DistanceRow("wd", "new", List.of("a", "b", "c"), new double[] {10, 0, -4});
        DistanceRow sum = DistanceRow.sum("both", List.of(row, other), new double[] {2, 0.5});
        assertThat(sum.distance()).isEqualTo("both");
        assertThat(sum.dataset()).isEqualTo("new");
        assertThat(sum.entries()).containsExactly("a", "b", "c");
        assertThat(sum.values()).containsExactly(7, 4, 4);
    }

    @Test
    void rowsOverOtherEntriesAreNotSummed() {
        DistanceRow other = new DistanceRow("js", "new", List.of("a", "c"), new double[] {1, 2});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DistanceRow.sum("both", List.of(row, other), new double[] {1, 1}))
                .withMessageContaining("'new'")
                .withMessageContaining("3 and 2");
    }
}
