package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<Schedule> ALL =
            List.of(new Schedule.Constant(4), new Schedule.Linear(4), new Schedule.Cosine(4));

    @Test
    void everyScheduleWarmsUpInEqualStepsToItsPeak() {
        for (Schedule schedule : ALL) {
            for (int step = 0; step < 4; step++) {
                assertThat(schedule.factor(step, 20)).isEqualTo((step + 1) / 4.0);
            }
            assertThat(schedule.factor(4, 20)).isEqualTo(1);
        }
    }

    @Test
    void linearAndCosineFallToZeroAndMeetInTheMiddle() {
        assertThat(new Schedule.Linear(0).factor(10, 20)).isEqualTo(0.5);
        assertThat(new Schedule.Cosine(0).factor(10, 20)).isCloseTo(0.5, within(1e-12));
        assertThat(new Schedule.Linear(0).factor(19, 20)).isCloseTo(0.05, within(1e-12));
        assertThat(new Schedule.Cosine(0).factor(19, 20)).isLessThan(0.01);
        assertThat(new Schedule.Constant(0).factor(19, 20)).isEqualTo(1);
    }

    @Test
    void aWarmUpLongerThanTheTrainingNeverReachesThePeak() {
        for (Schedule schedule : List.of(new Schedule.Linear(50), new Schedule.Cosine(50))) {
            assertThat(schedule.factor(19, 20)).isEqualTo(0.4);
        }
    }
}
