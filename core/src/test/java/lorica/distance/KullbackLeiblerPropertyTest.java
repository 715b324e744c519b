package lorica.distance;

import java.util.List;
import lorica.distribution.TokenDistribution;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KullbackLeiblerPropertyTest {
    private final Distance kl = new KullbackLeibler();

    @Provide
    Arbitrary<List<TokenDistribution>> pairs() {
        return Distributions.overOneVocabulary(2);
    }

    @Property(tries = 300, seed = "1")
    void itIsTheSumOverAllBinsSmoothedAndRenormalised(
            @ForAll("pairs") List<TokenDistribution> pair) {
        DistanceLaws.assertEqualsEquation(
                kl,
                pair,
                (p, q) -> {
                    double total = 0;
                    double mass = 1 + p.length * 1e-10;
                    for (int k = 0; k < p.length; k++) {
                        double x = (p[k] + 1e-10) / mass;
                        double y = (q[k] + 1e-10) / mass;
                        total += x * Math.log(x / y);
                    }
                    return total;
                });
    }

    @Property(tries = 200, seed = "1")
    void itStaysBelowTheCostOfATokenThatIsNotThere(@ForAll("pairs") List<TokenDistribution> pair) {
        DistanceLaws.assertAtMost(Math.log1p(1 / KullbackLeibler.EPSILON), kl, pair);
    }
}
