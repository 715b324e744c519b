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
}
