package lorica.experiment.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.distribution.TokenCounts;
import org.junit.jupiter.api.Test;

class PublishedWeightsTest {
    private static final TokenCounts P =
            new TokenCounts("p", 6, 1, new int[] {0, 4, 5}, new long[] {2, 1, 1});
    private static final TokenCounts Q =
            new TokenCounts("q", 6, 1, new int[] {1, 2}, new long[] {3, 1});
    private static final TokenCounts R =
            new TokenCounts("r", 6, 1, new int[] {0, 5}, new long[] {2, 2});

    @Test
    void theLastTwoIdsShareABin() {
        assertThat(PublishedWeights.histogram(P)).containsExactly(0.5, 0, 0, 0, 0.5);
        assertThat(PublishedWeights.distances("js", List.of(P, R), 0)[0][1]).isZero();
    }

    @Test
    void klAddsItsEpsilonToEveryBinAndRenormalisesNothing() {
        double kl = PublishedWeights.kullbackLeibler(new double[] {1, 0}, new double[] {0, 1});
        double a = 1 + 1e-10;
        assertThat(kl)
                .isCloseTo(a * Math.log(a / 1e-10) + 1e-10 * Math.log(1e-10 / a), within(1e-12));
    }

    @Test
    void theWassersteinDistanceIsOnBins() {
        // Cumulated differences of (½,0,0,0,½) and (0,¾,¼,0,0): ½, −¼, −½, −½, 0.
        assertThat(PublishedWeights.distances("wd", List.of(P, Q), 0)[0][1])
                .isCloseTo(1.75, within(1e-12));
    }

    @Test
    void theSampledMmdDependsOnTheSeedAlone() {
        List<TokenCounts> counts = List.of(P, Q);
        double[][] once = PublishedWeights.distances("mmd", counts, 3);
        assertThat(PublishedWeights.distances("mmd", counts, 3)).isDeepEqualTo(once);
        assertThat(PublishedWeights.distances("mmd", counts, 4)[0][1]).isNotEqualTo(once[0][1]);
        assertThat(once[0][1]).isGreaterThan(once[0][0]);
        assertThat(once[0][0]).isNotZero(); // two samples of one dataset differ
    }

    @Test
    void theZScoreCountsTheSelfDistanceAndTheMaskComesAfter() {
        double[][] distances = {{0, 1, 2}, {1, 0, 3}, {2, 3, 0}};
        double[] weights = PublishedWeights.weights("normalized", distances)[0];
        double deviation = Math.sqrt(2 / 3.0); // of 0, 1, 2
        double ratio = Math.exp(1 / deviation);
        assertThat(weights[0]).isZero();
        assertThat(weights[1]).isCloseTo(ratio / (1 + ratio), within(1e-12));
        assertThat(weights[1] + weights[2]).isCloseTo(1, within(1e-12));
        double[] raw = PublishedWeights.weights("attentional", distances)[0];
        assertThat(raw[1]).isCloseTo(Math.E / (1 + Math.E), within(1e-12));
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatThrownBy(() -> PublishedWeights.distances("tv", List.of(P), 0))
                .hasMessageContaining("'tv'");
        assertThatThrownBy(() -> PublishedWeights.weights("neural", new double[1][1]))
                .hasMessageContaining("'neural'");
    }
}
