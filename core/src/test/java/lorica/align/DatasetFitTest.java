package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DatasetFitTest {
    private static final int COUNT = 40;

    @Test
    void twoEntriesThatWereExchangedAreFoundAndNoOthers() {
        double[][] distances = distances();
        double[][] cosines = exchanged(cosines(distances, 0.05), 3, 29);
        assertThat(new DatasetFit(cosines, distances).exchanges(7))
                .singleElement()
                .satisfies(
                        pair -> {
                            assertThat(pair.one()).isEqualTo(3);
                            assertThat(pair.other()).isEqualTo(29);
                            assertThat(pair.gain()).isGreaterThan(0.5);
                        });
    }

    /// Its fit to any dataset is better than to its own, but none is good.
    @Test
    void aFlippedEntryIsContraryAndNotExchanged() {
        double[][] distances = distances();
        double[][] cosines = cosines(distances, 0.05);
        for (int k = 0; k < COUNT; k++) {
            if (k != 7) {
                cosines[7][k] *= -1;
                cosines[k][7] *= -1;
            }
        }
        DatasetFit fit = new DatasetFit(cosines, distances);
        assertThat(fit.exchanges(7)).isEmpty();
        assertThat(fit.contrary(7))
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.entry()).isEqualTo(7);
                            assertThat(one.fit()).isLessThan(-0.5);
                        });
    }

    @Test
    void twoPairsAreFoundAtOnce() {
        double[][] distances = distances();
        double[][] cosines = exchanged(exchanged(cosines(distances, 0.05), 3, 29), 11, 20);
        assertThat(new DatasetFit(cosines, distances).exchanges(7)).hasSize(2);
    }

    @Test
    void inACleanBankNoneIsFound() {
        double[][] distances = distances();
        DatasetFit fit = new DatasetFit(cosines(distances, 0.1), distances);
        assertThat(fit.exchanges(7)).isEmpty();
        assertThat(fit.contrary(7)).isEmpty();
    }

    @Test
    void whereCosinesSayNothingOfDatasetsNoneIsFound() {
        double[][] distances = distances();
        assertThat(new DatasetFit(cosines(distances, 10), distances).exchanges(7)).isEmpty();
        assertThat(new DatasetFit(new double[COUNT][COUNT], distances).exchanges(7)).isEmpty();
    }

    @Test
    void quantilesAreThoseOfTables() {
        assertThat(DatasetFit.normalQuantile(0.025)).isCloseTo(1.959964, within(1e-5));
        assertThat(DatasetFit.normalQuantile(1e-3)).isCloseTo(3.090232, within(1e-6));
        assertThat(DatasetFit.normalQuantile(1e-6)).isCloseTo(4.753424, within(1e-6));
    }

    /// Between points of a square.
    private static double[][] distances() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(COUNT).toArray();
        double[] y = random.doubles(COUNT).toArray();
        double[][] distances = new double[COUNT][COUNT];
        for (int i = 0; i < COUNT; i++) {
            for (int j = 0; j < COUNT; j++) {
                distances[i][j] = Math.hypot(x[i] - x[j], y[i] - y[j]);
            }
        }
        return distances;
    }

    /// That fall with the distance.
    private static double[][] cosines(double[][] distances, double noise) {
        SplittableRandom random = new SplittableRandom(2);
        double[][] cosines = new double[COUNT][COUNT];
        for (int i = 0; i < COUNT; i++) {
            for (int j = 0; j <= i; j++) {
                cosines[i][j] = Math.exp(-3 * distances[i][j]) + noise * random.nextGaussian();
                cosines[j][i] = cosines[i][j];
            }
        }
        return cosines;
    }

    private static double[][] exchanged(double[][] cosines, int one, int other) {
        int[] order = new int[COUNT];
        for (int k = 0; k < COUNT; k++) {
            order[k] = k == one ? other : k == other ? one : k;
        }
        double[][] exchanged = new double[COUNT][COUNT];
        for (int i = 0; i < COUNT; i++) {
            for (int j = 0; j < COUNT; j++) {
                exchanged[i][j] = cosines[order[i]][order[j]];
            }
        }
        return exchanged;
    }
}
