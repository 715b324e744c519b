package lorica.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.gram.GramMatrix;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LeaveOneOutPropertyTest {
    @Property(tries = 60, seed = "1")
    void theLossIsThatOfTheMixturesThemselvesAtTheirBestScale(
            @ForAll long seed, @ForAll @IntRange(min = 3, max = 9) int n) {
        Toy toy = Toy.random(n, new Random(seed));
        Candidate candidate = candidate(0.3, OptionalInt.empty());
        LeaveOneOut one = LeaveOneOut.of(toy.gram(), toy.distances(), candidate);
        LeaveOneOut.Loss loss = one.loss();
        double plain = 0;
        double scaled = 0;
        for (int i = 0; i < n; i++) {
            plain += toy.share(one.weights()[i], i, 1) / n;
            scaled += toy.share(one.weights()[i], i, loss.scale()) / n;
        }
        assertThat(loss.plain()).isCloseTo(plain, within(1e-9));
        assertThat(loss.best()).isCloseTo(scaled, within(1e-9)).isLessThanOrEqualTo(plain + 1e-9);
    }

    @Property(tries = 40, seed = "1")
    void anAdapterLeftOutIsNeitherTargetNorSource(
            @ForAll long seed, @ForAll @IntRange(min = 4, max = 8) int n) {
        Random random = new Random(seed);
        Toy toy = Toy.random(n, random);
        int left = random.nextInt(n);
        Candidate candidate = candidate(0.5, OptionalInt.empty());
        LeaveOneOut one = LeaveOneOut.of(toy.gram(), toy.distances(), candidate);
        double sumOfPlain = 0;
        for (int i = 0; i < n; i++) {
            if (i != left) {
                double[] weights = one.weights()[i].clone();
                double rest = 1 - weights[left];
                weights[left] = 0;
                for (int j = 0; j < n; j++) {
                    weights[j] /= rest;
                }
                sumOfPlain += toy.share(weights, i, 1) / (n - 1);
            }
        }
        assertThat(one.loss(left).plain()).isCloseTo(sumOfPlain, within(1e-8));
    }

    @Property(tries = 30, seed = "1")
    void noEntryGivesItselfWeightAndTopKKeepsThatMany(
            @ForAll long seed, @ForAll @IntRange(min = 4, max = 9) int n) {
        Toy toy = Toy.random(n, new Random(seed));
        LeaveOneOut one =
                LeaveOneOut.of(toy.gram(), toy.distances(), candidate(1, OptionalInt.of(2)));
        for (int i = 0; i < n; i++) {
            assertThat(one.weights()[i][i]).isZero();
            assertThat(one.weights()[i]).satisfies(row -> assertThat(kept(row)).isEqualTo(2));
        }
    }

    @Property(tries = 500, seed = "1")
    void whatIsChosenWithoutAnEntryKnowsNothingOfItsAdapter(
            @ForAll long seed, @ForAll @IntRange(min = 5, max = 8) int n) throws IOException {
        Random random = new Random(seed);
        Toy toy = Toy.random(n, random);
        int left = random.nextInt(n);
        double[][] other = new double[n][];
        for (int i = 0; i < n; i++) {
            other[i] = toy.gram().values()[i].clone();
        }
        for (int j = 0; j < n; j++) {
            double value = j == left ? 7 : 0.1 * random.nextGaussian();
            other[left][j] = value;
            other[j][left] = value;
        }
        List<AutomaticChoice.Measured> measured =
                List.of(
                        new AutomaticChoice.Measured(
                                Distance.parse("js"), Representation.published(), toy.distances()));
        Candidate chosen = AutomaticChoice.withoutEach(toy.gram(), measured, 1).get(left);
        GramMatrix changed = new GramMatrix(toy.gram().entries(), other);
        assertThat(AutomaticChoice.withoutEach(changed, measured, 2).get(left).label())
                .isEqualTo(chosen.label());
    }

    private static long kept(double[] row) {
        return java.util.Arrays.stream(row).filter(weight -> weight > 0).count();
    }

    private static Candidate candidate(double temperature, OptionalInt topK) {
        return new Candidate(Distance.parse("js"), Representation.published(), temperature, topK);
    }

    /// Adapters as vectors, and distances that have nothing to do with them.
    private record Toy(double[][] vectors, GramMatrix gram, DistanceMatrix distances) {
        static Toy random(int n, Random random) {
            double[][] vectors = new double[n][6];
            double[][] distances = new double[n][n];
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                entries.add("e" + i);
                for (int k = 0; k < 6; k++) {
                    vectors[i][k] = random.nextGaussian();
                }
                for (int j = 0; j < i; j++) {
                    distances[i][j] = 0.1 + random.nextDouble();
                    distances[j][i] = distances[i][j];
                }
            }
            double[][] gram = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < 6; k++) {
                        gram[i][j] += vectors[i][k] * vectors[j][k];
                    }
                }
            }
            return new Toy(
                    vectors,
                    new GramMatrix(entries, gram),
                    new DistanceMatrix("js", entries, distances));
        }

        /// ‖λ·Σwθ − θᵢ‖² / ‖θᵢ‖², by the definition.
        double share(double[] weights, int target, double scale) {
            double square = 0;
            double norm = 0;
            for (int k = 0; k < 6; k++) {
                double sum = 0;
                for (int j = 0; j < weights.length; j++) {
                    sum += weights[j] * vectors[j][k];
                }
                double rest = scale * sum - vectors[target][k];
                square += rest * rest;
                norm += vectors[target][k] * vectors[target][k];
            }
            return square / norm;
        }
    }
}
