package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import lorica.distribution.TokenDistribution;
import org.junit.jupiter.api.Test;

class JensenShannonTest {
    private final JensenShannon js = new JensenShannon();

    @Test
    void equalDistributionsAreAtDistanceZero() {
        Fingerprint p = fingerprint(new int[] {1, 5}, 0.25, 0.75);
        assertThat(js.between(p, p)).isZero();
    }

    @Test
    void disjointDistributionsAreAtDistanceLn2() {
        Fingerprint p = fingerprint(new int[] {1, 5}, 0.25, 0.75);
        Fingerprint q = fingerprint(new int[] {0, 3, 6}, 0.5, 0.25, 0.25);
        assertThat(js.between(p, q)).isCloseTo(Math.log(2), within(1e-15));
    }

    private Fingerprint fingerprint(int[] tokens, double... mass) {
        return js.fingerprint(new TokenDistribution("toy", 8, tokens, mass));
    }
}
