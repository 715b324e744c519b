package lorica.train.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lorica.coefficient.Coefficients;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;
import lorica.gram.GramMatrix;
import lorica.storage.Progress;
import lorica.train.rule.ScalarRuleTraining.Options;
import lorica.train.rule.ScalarRuleTraining.Points;
import lorica.train.rule.ScalarRuleTraining.Result;
import org.junit.jupiter.api.Test;

class ScalarRuleTrainingTest {
    private static final Options SMALL = new Options(48, 40, 1e-3, 129, Points.DISTANCES, 3);
    private final Toy toy = Toy.random(14, 40, new Random(5));

    @Test
    void theLossThroughTheGramFollowsTheDirectLossOverTraining() {
        Result gram = train(Reconstruction.through(toy.gram()), SMALL);
        Result direct = train(Reconstruction.direct(toy.vectors()), SMALL);
        assertThat(direct.losses()).hasSize(41);
        for (int epoch = 0; epoch <= 40; epoch++) {
            assertThat(gram.losses()[epoch])
                    .isCloseTo(direct.losses()[epoch], within(1e-6 * direct.losses()[epoch]));
        }
        assertThat(gram.loss()).isLessThan(0.97 * gram.losses()[0]);
    }

    @Test
    void asAFunctionOfOneNumberItEndsWithinOnePercent() {
        Result all = train(Reconstruction.through(toy.gram()), SMALL);
        Result table =
                train(
                        Reconstruction.through(toy.gram()),
                        new Options(48, 40, 1e-3, 129, Points.TABLE, 3));
        assertThat(table.loss()).isCloseTo(all.loss(), within(0.01 * all.loss()));
    }

    @Test
    void theRuleThatIsKeptGivesTheWeightsThatWereTrained() {
        Result table =
                train(
                        Reconstruction.through(toy.gram()),
                        new Options(48, 40, 1e-3, 129, Points.TABLE, 3));
        double[][] weights = new double[14][14];
        for (int i = 0; i < 14; i++) {
            DistanceRow row = toy.distances().row(i).without("e" + i);
            Coefficients coefficients = table.rule().weigh(row);
            for (int k = 0; k < 13; k++) {
                weights[i][k < i ? k : k + 1] = coefficients.weights()[k];
            }
        }
        assertThat(Reconstruction.direct(toy.vectors()).of(weights).loss())
                .isCloseTo(table.loss(), within(1e-6));
    }

    @Test
    void theSameSeedGivesTheSameRuleAndAnotherAnother() {
        Reconstruction objective = Reconstruction.through(toy.gram());
        double[] one = train(objective, SMALL).rule().values();
        assertThat(train(objective, SMALL).rule().values()).containsExactly(one);
        Options other = new Options(48, 40, 1e-3, 129, Points.DISTANCES, 4);
        assertThat(train(objective, other).rule().values()).isNotEqualTo(one);
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        Reconstruction objective = Reconstruction.through(toy.gram());
        double[][] weights = new double[14][14];
        for (int i = 0; i < 14; i++) {
            Arrays.fill(weights[i], 1.0 / 13);
            weights[i][i] = 0;
        }
        double[][] gradient = objective.of(weights).gradient();
        weights[3][5] += 1e-5;
        double above = objective.of(weights).loss();
        weights[3][5] -= 2e-5;
        double below = objective.of(weights).loss();
        assertThat(gradient[3][5]).isCloseTo((above - below) / 2e-5, within(1e-7));
    }

    @Test
    void theVectorFormLearnsTooAndKnowsItsEntries() {
        try (VectorRule rule =
                VectorRule.train(toy.distances(), toy.gram(), SMALL, Progress.SILENT)) {
            assertThat(rule.losses()[40]).isLessThan(0.9 * rule.losses()[0]);
            Coefficients coefficients =
                    rule.weigh(
                            new DistanceRow(
                                    "js",
                                    "new",
                                    toy.gram().entries(),
                                    toy.distances().values()[2]));
            assertThat(Arrays.stream(coefficients.weights()).sum()).isCloseTo(1, within(1e-9));
            DistanceRow fewer = toy.distances().row(0).without("e3");
            assertThatThrownBy(() -> rule.weigh(fewer)).hasMessageContaining("the 14 entries");
        }
    }

    private Result train(Reconstruction objective, Options options) {
        return ScalarRuleTraining.train(toy.distances(), objective, options, Progress.SILENT);
    }

    /// Adapters as vectors in clusters, and distances that tell the clusters.
    private record Toy(double[][] vectors, GramMatrix gram, DistanceMatrix distances) {
        static Toy random(int n, int p, Random random) {
            double[][] vectors = new double[n][p];
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                entries.add("e" + i);
                Random cluster = new Random(i / 3);
                for (int k = 0; k < p; k++) {
                    vectors[i][k] = cluster.nextGaussian() + 0.5 * random.nextGaussian();
                }
            }
            double[][] gram = new double[n][n];
            double[][] distances = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    for (int k = 0; k < p; k++) {
                        gram[i][j] += vectors[i][k] * vectors[j][k];
                    }
                    gram[j][i] = gram[i][j];
                    if (j < i) {
                        distances[i][j] = (i / 3 == j / 3 ? 0.2 : 0.5) + 0.1 * random.nextDouble();
                        distances[j][i] = distances[i][j];
                    }
                }
            }
            return new Toy(
                    vectors,
                    new GramMatrix(entries, gram),
                    new DistanceMatrix("js", entries, distances));
        }
    }
}
