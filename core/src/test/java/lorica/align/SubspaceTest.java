package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SubspaceTest {
    @Test
    void manyVectorsAreMadeOrthonormalInTheirOrder() {
        int rows = 100;
        double[] vectors = normal(rows, 80, 1);
        for (int t = 0; t < rows; t++) {
            vectors[70 * rows + t] = vectors[3 * rows + t] + 1e-9 * vectors[70 * rows + t];
        }
        double[] given = vectors.clone();
        Subspace subspace = Subspace.spanned(rows, vectors);
        for (int i = 0; i < 80; i++) {
            for (int j = 0; j < 80; j++) {
                assertThat(dot(rows, subspace.basis(), i, subspace.basis(), j))
                        .isCloseTo(i == j ? 1 : 0, within(1e-14));
            }
            Subspace first =
                    new Subspace(rows, i + 1, Arrays.copyOf(subspace.basis(), (i + 1) * rows));
            double[] rest = first.reject(Arrays.copyOfRange(given, i * rows, (i + 1) * rows));
            assertThat(Math.sqrt(dot(rows, rest, 0, rest, 0))).isLessThan(1e-12);
        }
    }

    @Test
    void vectorsThatAddNothingAreZeros() {
        double[] vectors = normal(60, 40, 2);
        System.arraycopy(vectors, 0, vectors, 39 * 60, 60);
        double[] basis = Subspace.spanned(60, vectors).basis();
        assertThat(Arrays.copyOfRange(basis, 39 * 60, 40 * 60)).containsOnly(0);
    }

    @Test
    void columnsAreTheCoordinatesTransposed() {
        Subspace subspace = Subspace.spanned(30, normal(30, 7, 3));
        double[] given = normal(30, 5, 4);
        double[] transposed = RangeFinder.transposed(subspace.coordinates(given), 7);
        double[] columns = subspace.columns(given);
        for (int i = 0; i < columns.length; i++) {
            assertThat(columns[i]).isCloseTo(transposed[i], within(1e-14));
        }
    }

    private static double[] normal(int rows, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[rows * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static double dot(int rows, double[] x, int i, double[] y, int j) {
        double sum = 0;
        for (int t = 0; t < rows; t++) {
            sum += x[i * rows + t] * y[j * rows + t];
        }
        return sum;
    }
}
