package lorica.volterra.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class GaussianPropertyTest {
    private static final double BOUND = 1e-8;

    private static Gaussian gaussian(RandomMatrices random, int d) {
        return new Gaussian(random.vector(d), random.positive(d, 2));
    }

    @Property(tries = 100, seed = "1")
    void theDistanceIsAMetric(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int d) {
        RandomMatrices random = new RandomMatrices(seed);
        Gaussian p = gaussian(random, d);
        Gaussian q = gaussian(random, d);
        Gaussian r = gaussian(random, d);
        assertThat(p.distance(p)).isLessThan(BOUND);
        assertThat(p.distance(q)).isCloseTo(q.distance(p), within(BOUND)).isPositive();
        assertThat(p.distance(r)).isLessThanOrEqualTo(p.distance(q) + q.distance(r) + BOUND);
    }

    @Property(tries = 100, seed = "1")
    void expUndoesLogAndGeodesicsHaveConstantSpeed(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int d,
            @ForAll @DoubleRange(min = 0, max = 1) double time) {
        RandomMatrices random = new RandomMatrices(seed);
        Gaussian p = gaussian(random, d);
        Gaussian q = gaussian(random, d);
        assertThat(p.exp(p.log(q)).distance(q)).isLessThan(BOUND);
        Gaussian between = p.geodesic(q, time);
        assertThat(p.distance(between)).isCloseTo(time * p.distance(q), within(BOUND));
        assertThat(between.distance(q)).isCloseTo((1 - time) * p.distance(q), within(BOUND));
    }

    @Property(tries = 100, seed = "1")
    void theBarycentreIsTheProductOfBarycentresAndNoPointNearItIsBetter(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int d) {
        RandomMatrices random = new RandomMatrices(seed);
        List<Gaussian> law = List.of(gaussian(random, d), gaussian(random, d), gaussian(random, d));
        double[] weights = {1, 2, 3};
        Gaussian centre = Gaussian.barycentre(law, weights);
        double least = spread(centre, law, weights);
        for (Gaussian point : law) {
            assertThat(spread(centre.geodesic(point, 0.01), law, weights)).isGreaterThan(least);
        }
    }

    private static double spread(Gaussian from, List<Gaussian> law, double... weights) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * Math.pow(from.distance(law.get(k)), 2);
        }
        return sum;
    }
}
