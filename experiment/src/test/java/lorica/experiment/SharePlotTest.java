package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lorica.evaluate.Interval;
import org.junit.jupiter.api.Test;

class SharePlotTest {
    private static final List<Interval> SHARES =
            List.of(new Interval(0.5, 0.4, 0.6, 0.95), new Interval(0.9, 0.8, 1, 0.95));

    @Test
    void threeCurvesHaveThreeColoursAndOneWithoutEveryShareIsLeftOut() {
        SharePlot plot = new SharePlot(SharePlot.Axis.STEPS, List.of(0, 15));
        plot.curve("from here", SHARES);
        plot.curve("from nowhere", List.of());
        plot.curve("from there", SHARES);
        plot.curve("from zero", SHARES);
        assertThat(plot.svg())
                .contains("from here", "from there", "from zero")
                .contains("#b2182b", "#2166ac", "#4d9221")
                .doesNotContain("from nowhere");
    }
}
