package lorica.gram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SimplexProgramPropertyTest {
    @Property(tries = 200, seed = "1")
    void theSolutionIsOnTheSimplexAndNoPointTriedIsBetter(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 9) int dimension) {
        Random random = new Random(seed);
        Toy toy = Toy.random(n, dimension, random);
        SimplexProgram solved = SimplexProgram.solve(toy.gram(), toy.products());
        assertThat(Arrays.stream(solved.weights()).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(solved.weights()).min().orElseThrow()).isNotNegative();
        assertThat(solved.gap()).isLessThanOrEqualTo(1e-9 * toy.scale());
        double reached = toy.objective(solved.weights());
        for (int trial = 0; trial < 200; trial++) {
            assertThat(reached)
                    .isLessThanOrEqualTo(toy.objective(onSimplex(n, random)) + 1e-9 * toy.scale());
        }
        for (int corner = 0; corner < n; corner++) {
            double[] alone = new double[n];
            alone[corner] = 1;
            assertThat(reached).isLessThanOrEqualTo(toy.objective(alone) + 1e-9 * toy.scale());
        }
    }

    @Property(tries = 100, seed = "1")
    void leastSquaresIsNeverWorseThanTheSimplexAndHasNoSlope(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 9) int dimension) {
        Toy toy = Toy.random(n, dimension, new Random(seed));
        double[] weights = LeastSquares.solve(toy.gram(), toy.products());
        double[] simplex = SimplexProgram.solve(toy.gram(), toy.products()).weights();
        assertThat(toy.objective(weights))
                .isLessThanOrEqualTo(toy.objective(simplex) + 1e-8 * toy.scale());
        for (int i = 0; i < n; i++) {
            double slope = -toy.products()[i];
            for (int j = 0; j < n; j++) {
                slope += toy.gram()[i][j] * weights[j];
            }
            assertThat(slope).isCloseTo(0, within(1e-5 * toy.scale()));
        }
    }

    @Example
    void anAdapterAmongTheEntriesIsFoundExactly() {
        double[][] g = {{2, 1, 0}, {1, 3, 1}, {0, 1, 5}};
        SimplexProgram solved = SimplexProgram.solve(g, new double[] {1, 3, 1});
        assertThat(solved.weights()).containsExactly(0, 1, 0);
        assertThat(solved.gap()).isZero();
    }

    @Example
    void orthogonalAdaptersAsFarFromTheTargetAreWeighedByTheirSquares() {
        double[][] g = {{1, 0}, {0, 4}};
        assertThat(SimplexProgram.solve(g, new double[] {0, 0}).weights())
                .containsExactly(new double[] {0.8, 0.2}, within(1e-9));
    }

    @Example
    void noEntryIsRefused() {
        assertThatThrownBy(() -> SimplexProgram.solve(new double[0][], new double[0]))
                .hasMessageContaining("at least one entry");
    }

    private static double[] onSimplex(int n, Random random) {
        double[] point = new double[n];
        double total = 0;
        for (int i = 0; i < n; i++) {
            point[i] = -Math.log(1 - random.nextDouble());
            total += point[i];
        }
        for (int i = 0; i < n; i++) {
            point[i] /= total;
        }
        return point;
    }

    /// Vectors and a target in a space that may be smaller than their number.
    private record Toy(double[][] vectors, double[] target) {
        static Toy random(int n, int dimension, Random random) {
            double[][] vectors = new double[n][dimension];
            double[] target = new double[dimension];
            for (int k = 0; k < dimension; k++) {
                target[k] = random.nextGaussian();
                for (double[] vector : vectors) {
                    vector[k] = random.nextGaussian();
                }
            }
            return new Toy(vectors, target);
        }

        double[][] gram() {
            double[][] gram = new double[vectors.length][vectors.length];
            for (int i = 0; i < vectors.length; i++) {
                for (int j = 0; j < vectors.length; j++) {
                    gram[i][j] = dot(vectors[i], vectors[j]);
                }
            }
            return gram;
        }

        double[] products() {
            return Arrays.stream(vectors).mapToDouble(v -> dot(v, target)).toArray();
        }

        double scale() {
            return Arrays.stream(vectors).mapToDouble(v -> dot(v, v)).max().orElseThrow()
                    + dot(target, target);
        }

        double objective(double[] weights) {
            double square = 0;
            for (int k = 0; k < target.length; k++) {
                double sum = -target[k];
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * vectors[i][k];
                }
                square += sum * sum;
            }
            return square;
        }

        private static double dot(double[] x, double[] y) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += x[i] * y[i];
            }
            return sum;
        }
    }
}
