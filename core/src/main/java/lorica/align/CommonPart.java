package lorica.align;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Whether updates have a common part.
///
/// Evident, whoever is contaminated: the median client's cosine with the geometric median of the
/// others is at least 0.2. Shown, among benign clients alone, because colluders have a common part
/// too: the mean cosine of a client with the agreeing half is in the largest twentieth of what it
/// is after the signs of the updates were drawn at random. Without a common part, updates are as
/// likely as their negatives, so that this test is exact in any number of dimensions, the choice of
/// the half included. Works on inner products alone; seeded.
final class CommonPart {
    private static final double EVIDENT = 0.2;
    private static final int DRAWS = 99;
    private static final double LEVEL = 0.05;
    private static final double ROUNDING = 1e-12;

    private CommonPart() {}

    static boolean isEvident(double[][] products) {
        double[] weights = GeometricMedian.of(products).weights();
        int n = weights.length;
        double[] cosines = new double[n];
        for (int k = 0; k < n; k++) {
            double dot = 0;
            double square = 0;
            for (int i = 0; i < n; i++) {
                if (i != k) {
                    dot += weights[i] * products[k][i];
                    for (int j = 0; j < n; j++) {
                        square += j == k ? 0 : weights[i] * weights[j] * products[i][j];
                    }
                }
            }
            double length = Math.sqrt(Math.max(0, square) * products[k][k]);
            cosines[k] = length == 0 ? 0 : dot / length;
        }
        return RobustScale.median(cosines) >= EVIDENT;
    }

    static boolean isShown(double[][] products) {
        int n = products.length;
        double seen = mean(products);
        SplittableRandom random = new SplittableRandom(n);
        int asLarge = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] signs = new int[n];
            for (int k = 0; k < n; k++) {
                signs[k] = random.nextBoolean() ? 1 : -1;
            }
            double[][] drawn = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    drawn[i][j] = signs[i] * signs[j] * products[i][j];
                }
            }
            asLarge += mean(drawn) >= seen - ROUNDING ? 1 : 0;
        }
        return seen > 0 && asLarge <= LEVEL * (DRAWS + 1);
    }

    private static double mean(double[][] products) {
        boolean[] usable = new boolean[products.length];
        Arrays.fill(usable, true);
        return Arrays.stream(Agreement.of(products, usable).cosines()).average().orElse(0);
    }
}
