package lorica.volterra.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/// The laws of Sym₊(d), over condition numbers up to e¹⁶ ≈ 10⁷. Bounds are c·κ·2·10⁻¹⁶ with the
/// condition number κ of what is decomposed and c = 8·d².
class SpdMatrixPropertyTest {
    private static final int TRIES = 200;

    private static double bound(int d, SpdMatrix... matrices) {
        double condition = 1;
        for (SpdMatrix matrix : matrices) {
            double[] values = matrix.spectrum().values();
            double largest = Arrays.stream(values).max().orElseThrow();
            double smallest = Arrays.stream(values).min().orElseThrow();
            condition *= largest / smallest;
        }
        return 8 * d * d * condition * 2e-16;
    }

    private static double norm(double... entries) {
        double sum = 0;
        for (double entry : entries) {
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }

    private static double difference(SpdMatrix p, SpdMatrix q) {
        double[] difference = p.entries();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= q.entries()[i];
        }
        return norm(difference);
    }

    @Property(tries = TRIES, seed = "1")
    void theDistanceIsAMetric(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int d,
            @ForAll @DoubleRange(min = 0.01, max = 4) double spread) {
        RandomMatrices random = new RandomMatrices(seed);
        SpdMatrix p = random.positive(d, spread);
        SpdMatrix q = random.positive(d, spread);
        SpdMatrix r = random.positive(d, spread);
        assertThat(p.distance(p)).isLessThan(bound(d, p));
        assertThat(p.distance(q)).isCloseTo(q.distance(p), within(bound(d, p, q)));
        assertThat(p.distance(q)).isPositive();
        assertThat(p.distance(r))
                .isLessThanOrEqualTo(p.distance(q) + q.distance(r) + bound(d, p, q, r));
    }

    @Property(tries = TRIES, seed = "1")
    void theDistanceIsInvariantUnderCongruenceAndInversion(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int d,
            @ForAll @DoubleRange(min = 0.01, max = 4) double spread) {
        RandomMatrices random = new RandomMatrices(seed);
        SpdMatrix p = random.positive(d, spread);
        SpdMatrix q = random.positive(d, spread);
        double[] g = random.invertible(d);
        double bound = 10 * bound(d, p, q); // cond G < 3, squared
        assertThat(p.congruent(g).distance(q.congruent(g))).isCloseTo(p.distance(q), within(bound));
        assertThat(p.inverse().distance(q.inverse())).isCloseTo(p.distance(q), within(bound));
    }

    @Property(tries = TRIES, seed = "1")
    void expUndoesLog(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int d,
            @ForAll @DoubleRange(min = 0.01, max = 4) double spread) {
        RandomMatrices random = new RandomMatrices(seed);
        SpdMatrix p = random.positive(d, spread);
        SpdMatrix q = random.positive(d, spread);
        SpdMatrix back = p.exp(p.log(q));
        assertThat(difference(back, q) / norm(q.entries())).isLessThan(bound(d, p, q));
        assertThat(difference(p.at(p.coordinates(q)), q) / norm(q.entries()))
                .isLessThan(bound(d, p, q));
        assertThat(norm(p.coordinates(q))).isCloseTo(p.distance(q), within(bound(d, p, q)));
    }

    @Property(tries = TRIES, seed = "1")
    void geodesicsHaveConstantSpeed(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int d,
            @ForAll @DoubleRange(min = 0, max = 1) double time) {
        RandomMatrices random = new RandomMatrices(seed);
        SpdMatrix p = random.positive(d, 2);
        SpdMatrix q = random.positive(d, 2);
        double whole = p.distance(q);
        SpdMatrix between = p.geodesic(q, time);
        assertThat(p.distance(between)).isCloseTo(time * whole, within(bound(d, p, q)));
        assertThat(q.distance(between)).isCloseTo((1 - time) * whole, within(bound(d, p, q)));
    }

    @Property(tries = TRIES, seed = "1")
    void theBarycentreOfTwoIsTheirMidpointHoweverItIsFound(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int d) {
        RandomMatrices random = new RandomMatrices(seed);
        SpdMatrix p = random.positive(d, 2);
        SpdMatrix q = random.positive(d, 2);
        SpdMatrix midpoint = p.geodesic(q, 0.5);
        assertThat(SpdMatrix.barycentre(List.of(p, q), 1, 1).distance(midpoint))
                .isLessThan(bound(d, p, q));
        SpdMatrix iterated = SpdMatrix.barycentre(List.of(p, q, p, q), 1, 2, 1, 0);
        assertThat(iterated.distance(midpoint)).isLessThan(10 * bound(d, p, q));
    }

    @Property(tries = TRIES, seed = "1")
    void theGradientOfTheSquaredDistanceVanishesAtTheBarycentre(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int d) {
        RandomMatrices random = new RandomMatrices(seed);
        List<SpdMatrix> points =
                List.of(random.positive(d, 2), random.positive(d, 3), random.positive(d, 1));
        double[] weights = {0.2, 0.5, 0.3};
        SpdMatrix centre = SpdMatrix.barycentre(points, weights);
        double[] sum = new double[d * d];
        for (int k = 0; k < weights.length; k++) {
            double[] coordinates = centre.coordinates(points.get(k));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weights[k] * coordinates[i];
            }
        }
        assertThat(norm(sum)).isLessThan(1e-8);
    }

    @Property(tries = TRIES, seed = "1")
    void theGradientAgreesWithDifferences(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int d) {
        RandomMatrices random = new RandomMatrices(seed);
        SpdMatrix p = random.positive(d, 1);
        SpdMatrix q = random.positive(d, 1);
        double[] direction = random.symmetric(d, 1);
        double[] gradient = p.squaredDistanceGradient(q);
        double slope = 0;
        for (int i = 0; i < gradient.length; i++) {
            slope += gradient[i] * direction[i];
        }
        double h = 1e-5;
        double ahead = Math.pow(p.distance(moved(q, direction, h)), 2);
        double behind = Math.pow(p.distance(moved(q, direction, -h)), 2);
        assertThat(slope)
                .isCloseTo((ahead - behind) / (2 * h), within(1e-6 * (1 + norm(gradient))));
    }

    private static SpdMatrix moved(SpdMatrix q, double[] direction, double h) {
        double[] entries = q.entries();
        for (int i = 0; i < entries.length; i++) {
            entries[i] += h * direction[i];
        }
        return SpdMatrix.of(q.size(), entries);
    }

    @Property(tries = TRIES, seed = "1")
    void theDerivativeOfTheExponentialAgreesWithDifferencesEvenWhereEigenvaluesAreEqual(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int d,
            @ForAll boolean equalValues) {
        RandomMatrices random = new RandomMatrices(seed);
        double[] a = equalValues ? SpdMatrix.scalar(d, 0.7).entries() : random.symmetric(d, 1);
        double[] direction = random.symmetric(d, 1);
        double[] derivative =
                Spectrum.of(d, a).derivative(Spectrum.DividedDifference.EXPONENTIAL, direction);
        double h = 1e-5;
        double[] ahead = a.clone();
        double[] behind = a.clone();
        for (int i = 0; i < a.length; i++) {
            ahead[i] += h * direction[i];
            behind[i] -= h * direction[i];
        }
        double[] up = Spectrum.of(d, ahead).apply(Math::exp);
        double[] down = Spectrum.of(d, behind).apply(Math::exp);
        for (int i = 0; i < a.length; i++) {
            assertThat(derivative[i])
                    .isCloseTo((up[i] - down[i]) / (2 * h), within(1e-6 * (1 + norm(up))));
        }
    }
}
