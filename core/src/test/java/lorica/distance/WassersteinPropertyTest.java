package lorica.distance;

import java.util.List;
import lorica.distribution.TokenDistribution;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WassersteinPropertyTest {
    private final Distance wd = new Wasserstein();

    @Provide
    Arbitrary<List<TokenDistribution>> pairs() {
        return Distributions.overOneVocabulary(2);
    }

    @Provide
    Arbitrary<List<TokenDistribution>> triples() {
        return Distributions.overOneVocabulary(3);
    }

    @Property(tries = 300, seed = "1")
    void itIsTheSumOverAllIdsOfTheGapBetweenCumulativeMasses(
            @ForAll("pairs") List<TokenDistribution> pair) {
        DistanceLaws.assertEqualsEquation(
                wd,
                pair,
                (p, q) -> {
                    double total = 0;
                    double left = 0;
                    double right = 0;
                    for (int k = 0; k < p.length; k++) {
                        left += p[k];
                        right += q[k];
                        total += Math.abs(left - right);
                    }
                    return total;
                });
    }

    @Property(tries = 200, seed = "1")
    void noTokenTravelsFurtherThanTheVocabulary(@ForAll("pairs") List<TokenDistribution> pair) {
        DistanceLaws.assertAtMost(pair.getFirst().vocabulary() - 1, wd, pair);
    }

    @Property(tries = 300, seed = "1")
    void itIsAMetric(@ForAll("triples") List<TokenDistribution> triple) {
        DistanceLaws.assertTriangle(1, wd, triple);
    }
}
