package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.SplittableRandom;
import lorica.align.Alignment.Centre;
import lorica.align.PlantedUpdates.Contamination;
import lorica.align.PlantedUpdates.Draw;
import org.junit.jupiter.api.Test;

class FalseAlarmTest {
    /// One in twenty is meant, which is 10 of 200.
    @Test
    void inOneCollectionOfTwentyABenignClientIsFlagged() throws IOException {
        int alarms = 0;
        for (int seed = 0; seed < 200; seed++) {
            Draw draw =
                    new PlantedUpdates(16, 6, 24, 2, 0, Contamination.RANDOM, seed % 3, 0.7)
                            .draw(new SplittableRandom(seed));
            Alignment alignment =
                    Alignment.of(AlignmentTest.updates(draw.updates()), Centre.AUTOMATIC, 1);
            alarms += AlignmentTest.flags(alignment).contains(true) ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(10);
    }
}
