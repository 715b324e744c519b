package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import lorica.distribution.TokenDistribution;

/// Laws that only some distances keep, for their own tests to claim.
final class DistanceLaws {
    private DistanceLaws() {}

    /// The sparse sum is the equation over whole histograms, as a reader would write it down.
    static void assertEqualsEquation(
            Distance distance,
            List<TokenDistribution> pair,
            ToDoubleBiFunction<double[], double[]> equation) {
        double expected = equation.applyAsDouble(histogram(pair.get(0)), histogram(pair.get(1)));
        assertThat(between(distance, pair.get(0), pair.get(1)))
                .as(distance.name())
                .isCloseTo(expected, within(1e-11 * expected + 1e-13));
    }

    static void assertAtMost(double bound, Distance distance, List<TokenDistribution> pair) {
        assertThat(between(distance, pair.get(0), pair.get(1)))
                .as(distance.name())
                .isLessThanOrEqualTo(bound * (1 + 1e-12));
    }

    /// `ρ(P, R)ᵃ ≤ ρ(P, Q)ᵃ + ρ(Q, R)ᵃ`; a power below 1 also enlarges the rounding near zero.
    static void assertTriangle(double power, Distance distance, List<TokenDistribution> triple) {
        double direct = Math.pow(between(distance, triple.get(0), triple.get(2)), power);
        double detour =
                Math.pow(between(distance, triple.get(0), triple.get(1)), power)
                        + Math.pow(between(distance, triple.get(1), triple.get(2)), power);
        assertThat(direct)
                .as(distance.name())
                .isLessThanOrEqualTo(detour * (1 + 1e-12) + Math.pow(1e-14, power));
    }

    static double between(Distance distance, TokenDistribution p, TokenDistribution q) {
        return distance.between(distance.fingerprint(p), distance.fingerprint(q));
    }

    private static double[] histogram(TokenDistribution distribution) {
        double[] histogram = new double[distribution.vocabulary()];
        for (int i = 0; i < distribution.tokens().length; i++) {
            histogram[distribution.tokens()[i]] = distribution.mass()[i];
        }
        return histogram;
    }
}
