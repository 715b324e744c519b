package lorica.distance;

import java.util.List;
import lorica.distribution.TokenDistribution;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JensenShannonPropertyTest {
    private final Distance js = new JensenShannon();

    @Provide
    Arbitrary<List<TokenDistribution>> pairs() {
        return Distributions.overOneVocabulary(2);
    }

    @Provide
    Arbitrary<List<TokenDistribution>> triples() {
        return Distributions.overOneVocabulary(3);
    }

    @Property(tries = 300, seed = "1")
    void itIsTheMeanDivergenceFromTheMiddle(@ForAll("pairs") List<TokenDistribution> pair) {
        DistanceLaws.assertEqualsEquation(
                js,
                pair,
                (p, q) -> {
                    double total = 0;
                    for (int k = 0; k < p.length; k++) {
                        double middle = (p[k] + q[k]) / 2;
                        total += p[k] > 0 ? 0.5 * p[k] * Math.log(p[k] / middle) : 0;
                        total += q[k] > 0 ? 0.5 * q[k] * Math.log(q[k] / middle) : 0;
                    }
                    return total;
                });
    }

    @Property(tries = 200, seed = "1")
    void itIsAtMostLn2(@ForAll("pairs") List<TokenDistribution> pair) {
        DistanceLaws.assertAtMost(Math.log(2), js, pair);
    }

    @Property(tries = 300, seed = "1")
    void itsRootIsAMetric(@ForAll("triples") List<TokenDistribution> triple) {
        DistanceLaws.assertTriangle(0.5, js, triple);
    }
}
