package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import lorica.distribution.Projections;
import lorica.distribution.TokenCounts;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SlicedWassersteinPropertyTest {
    private static final SlicedWasserstein DISTANCE = new SlicedWasserstein();
    private static final double GRID = 1.0 / Projections.BINS;
    private static final int DIMENSION = 24;

    private static Fingerprint cloud(float[][] points) {
        Projections projections = Projections.of(points[0].length);
        long[] histogram = new long[Projections.extent()];
        for (float[] point : points) {
            for (int id : projections.ids(point)) {
                histogram[id]++;
            }
        }
        return DISTANCE.fingerprint(
                TokenCounts.ofHistogram("cloud", points.length, histogram).distribution());
    }

    /// Normal around a centre, small enough that no projection leaves the grid.
    private static float[][] normal(long seed, int points, double centre, double deviation) {
        Random random = new Random(seed);
        float[][] cloud = new float[points][DIMENSION];
        for (float[] point : cloud) {
            for (int i = 0; i < DIMENSION; i++) {
                point[i] = (float) (random.nextGaussian(0, deviation) + (i == 0 ? centre : 0));
            }
        }
        return cloud;
    }

    private static double between(float[][] p, float[][] q) {
        return DISTANCE.between(cloud(p), cloud(q));
    }

    @Property(tries = 100, seed = "1")
    void itIsAMetricOfClouds(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 12) int m) {
        float[][] p = normal(seed, n, 0, 0.05);
        float[][] q = normal(seed + 1, m, 0.1, 0.02);
        float[][] r = normal(seed + 2, n, -0.1, 0.04);
        assertThat(between(p, p)).isZero();
        assertThat(between(p, q)).isNotNegative().isEqualTo(between(q, p));
        assertThat(between(p, q)).isLessThanOrEqualTo(between(p, r) + between(r, q) + 1e-12);
    }

    @Property(tries = 50, seed = "1")
    void aRepeatedCloudIsTheSameCloud(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n) {
        float[][] p = normal(seed, n, 0, 0.05);
        float[][] twice = Arrays.copyOf(p, 2 * n);
        System.arraycopy(p, 0, twice, n, n);
        assertThat(between(p, twice)).isCloseTo(0, within(1e-9));
    }

    @Property(tries = 50, seed = "1")
    void aTranslationIsAsLongAsItsProjectionsAreOnAverage(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
        float[][] p = normal(seed, n, 0, 0.03);
        float[][] moved = new float[n][];
        float[] step = normal(seed + 1, 1, 0, 0.02)[0];
        for (int k = 0; k < n; k++) {
            moved[k] = p[k].clone();
            for (int i = 0; i < DIMENSION; i++) {
                moved[k][i] += step[i];
            }
        }
        Fingerprint origin = cloud(new float[][] {new float[DIMENSION]});
        double projected = DISTANCE.between(origin, cloud(new float[][] {step}));
        assertThat(between(p, moved)).isCloseTo(projected, within(GRID));
    }

    /// In one dimension every direction is the line itself, to the sign.
    @Property(tries = 100, seed = "1")
    void onTheLineItIsTheDistanceOfTheQuantileFunctions(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int n,
            @ForAll @IntRange(min = 1, max = 9) int m) {
        Random random = new Random(seed);
        double[] p = random.doubles(n, -0.4, 0.4).sorted().toArray();
        double[] q = random.doubles(m, -0.4, 0.4).sorted().toArray();
        double squares = 0;
        for (int k = 0; k < n * m; k++) {
            squares += Math.pow(p[k / m] - q[k / n], 2) / (n * m);
        }
        assertThat(between(onTheLine(p), onTheLine(q))).isCloseTo(Math.sqrt(squares), within(GRID));
    }

    private static float[][] onTheLine(double[] places) {
        return Arrays.stream(places)
                .mapToObj(place -> new float[] {(float) place})
                .toArray(float[][]::new);
    }

    @Property(tries = 10, seed = "1")
    void normalCloudsAreAsFarAsTheirMeansAndDeviations(@ForAll @IntRange(max = 1000) int seed) {
        int n = 4000;
        float[][] p = normal(seed, n, 0, 0.05);
        float[][] q = normal(seed + 5000, n, 0.1, 0.03);
        Fingerprint origin = cloud(new float[][] {new float[DIMENSION]});
        float[] mean = new float[DIMENSION];
        mean[0] = 0.1f;
        double ofMeans = DISTANCE.between(origin, cloud(new float[][] {mean}));
        assertThat(between(p, q)).isCloseTo(Math.hypot(ofMeans, 0.05 - 0.03), within(2e-3));
    }
}
