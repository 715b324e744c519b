package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.distribution.TokenDistribution;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What [Distance] promises, of every distance there is: a new one is held to it without a line
/// here. What only some keep is in their own tests.
class DistancePropertyTest {
    @Provide
    Arbitrary<List<TokenDistribution>> pairs() {
        return Distributions.overOneVocabulary(2);
    }

    @Property(tries = 200, seed = "1")
    void equalDistributionsAreAtDistanceZero(
            @ForAll("pairs") List<TokenDistribution> distributions) {
        for (Distance distance : Distance.all()) {
            Fingerprint p = distance.fingerprint(distributions.getFirst());
            Fingerprint again = distance.fingerprint(distributions.getFirst());
            assertThat(distance.between(p, again)).as(distance.name()).isZero();
        }
    }

    @Property(tries = 300, seed = "1")
    void aDistanceIsFiniteAndNeverNegative(@ForAll("pairs") List<TokenDistribution> distributions) {
        for (Distance distance : Distance.all()) {
            assertThat(between(distance, distributions))
                    .as(distance.name())
                    .isFinite()
                    .isNotNegative();
        }
    }

    @Property(tries = 300, seed = "1")
    void aSymmetricDistanceIsTheSameBothWays(
            @ForAll("pairs") List<TokenDistribution> distributions) {
        for (Distance distance : Distance.all()) {
            if (distance.symmetric()) {
                double there = between(distance, distributions);
                double back = between(distance, distributions.reversed());
                assertThat(back).as(distance.name()).isCloseTo(there, within(1e-13 * (1 + there)));
            }
        }
    }

    @Property(tries = 100, seed = "1")
    void tokensThatOccurInNeitherDatasetChangeNothingButKlsNormalisation(
            @ForAll("pairs") List<TokenDistribution> distributions) {
        List<TokenDistribution> wider = distributions.stream().map(d -> widened(d, 57)).toList();
        for (Distance distance : Distance.all()) {
            double narrow = between(distance, distributions);
            assertThat(between(distance, wider))
                    .as(distance.name())
                    .isCloseTo(narrow, within(1e-7 * narrow + 1e-13));
        }
    }

    @Property(tries = 200, seed = "1")
    void readingTheIdsBackwardsChangesNothing(
            @ForAll("pairs") List<TokenDistribution> distributions) {
        List<TokenDistribution> mirrored =
                distributions.stream().map(DistancePropertyTest::mirrored).toList();
        for (Distance distance : Distance.all()) {
            double original = between(distance, distributions);
            assertThat(between(distance, mirrored))
                    .as(distance.name())
                    .isCloseTo(original, within(1e-11 * original + 1e-13));
        }
    }

    @Property(tries = 20, seed = "1")
    void fingerprintsOfAnotherDistanceOrVocabularyAreRefused(
            @ForAll("pairs") List<TokenDistribution> distributions) {
        List<Distance> all = Distance.all();
        for (int i = 0; i < all.size(); i++) {
            Distance distance = all.get(i);
            Distance other = all.get((i + 1) % all.size());
            Fingerprint own = distance.fingerprint(distributions.getFirst());
            Fingerprint foreign = other.fingerprint(distributions.getLast());
            Fingerprint wide = distance.fingerprint(widened(distributions.getLast(), 1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distance.between(own, foreign))
                    .withMessageContaining("'" + other.name() + "'");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distance.between(foreign, own))
                    .withMessageContaining("'" + other.name() + "'");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distance.between(wide, own))
                    .withMessageContaining("expected one vocabulary");
        }
    }

    private static double between(Distance distance, List<TokenDistribution> pair) {
        return DistanceLaws.between(distance, pair.getFirst(), pair.getLast());
    }

    private static TokenDistribution widened(TokenDistribution distribution, int more) {
        return new TokenDistribution(
                distribution.dataset(),
                distribution.vocabulary() + more,
                distribution.tokens(),
                distribution.mass());
    }

    private static TokenDistribution mirrored(TokenDistribution distribution) {
        int n = distribution.tokens().length;
        int[] tokens = new int[n];
        double[] mass = new double[n];
        for (int i = 0; i < n; i++) {
            tokens[i] = distribution.vocabulary() - 1 - distribution.tokens()[n - 1 - i];
            mass[i] = distribution.mass()[n - 1 - i];
        }
        return new TokenDistribution(
                distribution.dataset(), distribution.vocabulary(), tokens, mass);
    }
}
