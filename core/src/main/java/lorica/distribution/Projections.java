package lorica.distribution;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Points of the unit sphere seen along fixed random directions:
///
/// ```
/// place(x, l) = ⌊(⟨θₗ, x⟩ + ½)·BINS⌋,   θₗ uniform on the sphere, l = 0 … DIRECTIONS − 1
/// ```
///
/// A place is an id `l·BINS + place`, so that a cloud is a histogram like one of tokens; of
/// its mass each direction has the same share. Bins are 1/4096 wide. The projections of a unit
/// vector of dimension d deviate by 1/√d, 0.05 for 384; what lies beyond ±½ falls into the last
/// bin. Directions come from a fixed seed, so that clouds of one dimension can be compared.
/// What changes any of this must change the name of [DatasetView.Sentences].
public final class Projections {
    /// Directions, L.
    public static final int DIRECTIONS = 64;

    /// Bins a direction.
    public static final int BINS = 4096;

    private static final long SEED = 0x51_1CED;

    private final float[][] directions;

    private Projections(float[][] directions) {
        this.directions = directions;
    }

    /// The directions of a dimension.
    public static Projections of(int dimension) {
        RandomGenerator random = new SplittableRandom(SEED);
        float[][] directions = new float[DIRECTIONS][dimension];
        for (float[] direction : directions) {
            double squares = 0;
            double[] normal = new double[dimension];
            for (int i = 0; i < dimension; i++) {
                normal[i] = random.nextGaussian();
                squares += normal[i] * normal[i];
            }
            for (int i = 0; i < dimension; i++) {
                direction[i] = (float) (normal[i] / Math.sqrt(squares));
            }
        }
        return new Projections(directions);
    }

    /// Ids that there are.
    public static int extent() {
        return DIRECTIONS * BINS;
    }

    /// The ids of a point, one a direction.
    public int[] ids(float[] point) {
        int[] ids = new int[DIRECTIONS];
        for (int l = 0; l < DIRECTIONS; l++) {
            double product = 0;
            for (int i = 0; i < point.length; i++) {
                product += (double) directions[l][i] * point[i];
            }
            int place = (int) Math.floor((product + 0.5) * BINS);
            ids[l] = l * BINS + Math.clamp(place, 0, BINS - 1);
        }
        return ids;
    }
}
