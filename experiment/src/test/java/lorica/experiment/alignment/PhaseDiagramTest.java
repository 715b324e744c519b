package lorica.experiment.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseDiagramTest {
    @Test
    void fewContaminatedClientsAreFoundExactlyAndALargeShareIsNot() throws IOException {
        PhaseDiagram diagram = PhaseDiagram.of(20, List.of(2), List.of(0, 2, 12), 1, 1);
        assertThat(diagram.cells()).extracting(PhaseDiagram.Cell::programme).startsWith(1.0, 1.0);
        assertThat(diagram.cells())
                .extracting(PhaseDiagram.Cell::alignment)
                .containsExactly(1.0, 1.0, 0.0);
        assertThat(PhasePicture.of(diagram))
                .startsWith("<svg ")
                .contains("rank 2, 12 contaminated", "programme by columns");
    }

    @Test
    void theConditionIsThatOfThePaper() {
        PhaseDiagram.Cell cell = new PhaseDiagram.Cell(2, 1, 3, 1, 1, 1);
        double share = cell.condition();
        assertThat(share / (1 - share)).isCloseTo(9.0 / (121 * 3 * 2), within(1e-15));
        assertThat(cell.widestCondition()).isGreaterThan(share);
    }
}
