package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import lorica.distribution.TokenDistribution;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HellingerPropertyTest {
    private final Distance hellinger = new Hellinger();

    @Provide
    Arbitrary<List<TokenDistribution>> pairs() {
        return Distributions.overOneVocabulary(2);
    }

    @Provide
    Arbitrary<List<TokenDistribution>> triples() {
        return Distributions.overOneVocabulary(3);
    }

    @Property(tries = 300, seed = "1")
    void itIsTheDistanceOfTheRootsOfMasses(@ForAll("pairs") List<TokenDistribution> pair) {
        DistanceLaws.assertEqualsEquation(
                hellinger,
                pair,
                (p, q) -> {
                    double total = 0;
                    for (int k = 0; k < p.length; k++) {
                        total += Math.pow(Math.sqrt(p[k]) - Math.sqrt(q[k]), 2) / 2;
                    }
                    return Math.sqrt(total);
                });
    }

    @Property(tries = 300, seed = "1")
    void itsSquareIsWhatTheAffinityLacksToOne(@ForAll("pairs") List<TokenDistribution> pair) {
        double distance = DistanceLaws.between(hellinger, pair.getFirst(), pair.getLast());
        assertThat(distance * distance)
                .isCloseTo(1 - affinity(pair.getFirst(), pair.getLast()), within(1e-13));
    }

    @Property(tries = 200, seed = "1")
    void itIsAtMostOne(@ForAll("pairs") List<TokenDistribution> pair) {
        DistanceLaws.assertAtMost(1, hellinger, pair);
    }

    @Property(tries = 300, seed = "1")
    void itIsAMetric(@ForAll("triples") List<TokenDistribution> triple) {
        DistanceLaws.assertTriangle(1, hellinger, triple);
    }

    private static double affinity(TokenDistribution p, TokenDistribution q) {
        double affinity = 0;
        for (int i = 0; i < p.tokens().length; i++) {
            int j = Arrays.binarySearch(q.tokens(), p.tokens()[i]);
            affinity += j < 0 ? 0 : Math.sqrt(p.mass()[i] * q.mass()[j]);
        }
        return affinity;
    }
}
