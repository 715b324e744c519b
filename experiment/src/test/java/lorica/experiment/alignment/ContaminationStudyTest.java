package lorica.experiment.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContaminationStudyTest {
    @Test
    void everyKindIsFoundAndRefinementIsBestInRegression() throws IOException {
        ContaminationStudy study = ContaminationStudy.ofRegression(RegressionOptions.defaults());
        assertThat(study.rows()).hasSize(Contaminated.values().length);
        for (ContaminationStudy.Row row : study.rows()) {
            assertThat(row.f1()).as(row.kind().label()).isEqualTo(1);
            double refined = row.scores().getOrDefault("CLAIR", Double.NaN);
            row.scores()
                    .forEach(
                            (method, score) ->
                                    assertThat(refined)
                                            .as("%s, %s", row.kind().label(), method)
                                            .isLessThanOrEqualTo(score));
        }
    }
}
