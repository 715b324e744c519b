package lorica.experiment.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseStudyTest {
    @Test
    void theErrorGrowsWithTheNoiseAndTheSetIsFoundWhereItStandsOut() throws IOException {
        NoiseStudy study = NoiseStudy.of(2, List.of(1e-4, 1e-2), List.of(0.1, 4.0));
        assertThat(study.slope().mean()).isBetween(0.9, 1.1);
        assertThat(study.noise()).allMatch(level -> level.recovered() == 1);
        assertThat(study.noise()).allMatch(level -> level.refined() < level.local());
        assertThat(study.separation().getFirst().recovered()).isZero();
        assertThat(study.separation().getLast().recovered()).isEqualTo(1);
        assertThat(study.threshold()).isBetween(0.3, 2.0);
    }
}
