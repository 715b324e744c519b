package lorica.train.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lorica.coefficient.Attention;
import lorica.coefficient.Evidence;
import lorica.coefficient.LeaveOneOutWeights;
import lorica.coefficient.Normalized;
import lorica.coefficient.Truncation;
import lorica.distance.DistanceMatrix;
import lorica.gram.GramMatrix;
import lorica.storage.Progress;
import lorica.train.rule.AttentionTraining.Objective;
import lorica.train.rule.AttentionTraining.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionTrainingTest {
    private static final int N = 12;
    private static final int P = 30;
    private static final Options SMALL = new Options(6, 40, 0.03, 0.1, Objective.LIKENESS, 3);

    private final double[][] vectors = new double[N][P];
    private final GramMatrix gram;
    private final Evidence.OfBank bank;

    /// Adapters in clusters of three; the first distance says little of them, the second and the
    /// statistic much.
    AttentionTrainingTest() {
        Random random = new Random(5);
        List<String> entries = new ArrayList<>();
        List<double[]> statistics = new ArrayList<>();
        double[][] products = new double[N][N];
        double[][] weak = new double[N][N];
        double[][] strong = new double[N][N];
        for (int i = 0; i < N; i++) {
            Random cluster = new Random(i / 3);
            for (int k = 0; k < P; k++) {
                vectors[i][k] = cluster.nextGaussian() + 0.5 * random.nextGaussian();
            }
            entries.add("e" + i);
            statistics.add(new double[] {Math.floorDiv(i, 3) + 0.1 * random.nextDouble(), 7});
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k < P; k++) {
                    products[i][j] += vectors[i][k] * vectors[j][k];
                }
                products[j][i] = products[i][j];
                if (j < i) {
                    weak[i][j] = random.nextDouble();
                    strong[i][j] = (i / 3 == j / 3 ? 0.2 : 0.4) + 0.2 * random.nextDouble();
                    weak[j][i] = weak[i][j];
                    strong[j][i] = strong[i][j];
                }
            }
        }
        gram = new GramMatrix(entries, products);
        bank =
                new Evidence.OfBank(
                        List.of(
                                new DistanceMatrix("weak", entries, weak),
                                new DistanceMatrix("strong", entries, strong)),
                        statistics);
    }

    private AttentionTraining.Result train(Options options) {
        return AttentionTraining.train(bank, gram, options, Progress.SILENT);
    }

    private static double[][] weights(Attention rule, Evidence.OfBank bank) {
        double[][] weights = new double[N][N];
        for (int i = 0; i < N; i++) {
            double[] given = rule.weigh(bank.leavingOut(i)).weights();
            System.arraycopy(given, 0, weights[i], 0, i);
            System.arraycopy(given, i, weights[i], i + 1, given.length - i);
        }
        return weights;
    }

    private Reconstruction objective(Objective objective) {
        return switch (objective) {
            case RECONSTRUCTION -> Reconstruction.through(gram);
            case DIRECTION -> Reconstruction.atBestScale(gram);
            case LIKENESS -> Reconstruction.likeness(gram);
        };
    }

    @ParameterizedTest
    @EnumSource
    void itBeginsAsTheDefaultAndLearnsFromWhatTheDefaultDoesNotSee(Objective objective) {
        AttentionTraining.Result learned = train(SMALL.withObjective(objective));
        double[][] usual =
                LeaveOneOutWeights.of(
                        bank.distances().getFirst(), Normalized.sharp(), Truncation.none());
        assertThat(learned.losses()[0])
                .isCloseTo(objective(objective).of(usual).loss(), within(1e-5));
        assertThat(learned.losses()).hasSize(41);
        assertThat(learned.loss()).isLessThan(0.8 * learned.losses()[0]);
    }

    @ParameterizedTest
    @EnumSource
    void theRuleThatIsKeptGivesTheWeightsThatWereTrained(Objective objective) {
        AttentionTraining.Result learned = train(SMALL.withObjective(objective));
        assertThat(objective(objective).of(weights(learned.rule(), bank)).loss())
                .isCloseTo(learned.loss(), within(1e-5));
    }

    @Test
    void theLossThroughTheGramIsThatOfTheMixturesThemselves() {
        AttentionTraining.Result learned = train(SMALL.withObjective(Objective.RECONSTRUCTION));
        assertThat(Reconstruction.direct(vectors).of(weights(learned.rule(), bank)).loss())
                .isCloseTo(learned.loss(), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void theGradientIsThatOfTheLoss(Objective objective) {
        Reconstruction of = objective(objective);
        double[][] weights = new double[N][N];
        for (int i = 0; i < N; i++) {
            Arrays.fill(weights[i], 1.0 / (N - 1));
            weights[i][i] = 0;
        }
        double[][] gradient = of.of(weights).gradient();
        for (int j : new int[] {0, 5, 11}) {
            weights[3][j] += 1e-5;
            double above = of.of(weights).loss();
            weights[3][j] -= 2e-5;
            double below = of.of(weights).loss();
            weights[3][j] += 1e-5;
            assertThat(gradient[3][j]).isCloseTo((above - below) / 2e-5, within(1e-6));
        }
    }

    @Test
    void theSameSeedGivesTheSameRuleAndAnotherAnother() {
        Attention one = train(SMALL).rule();
        assertThat(train(SMALL).rule().hidden()).isDeepEqualTo(one.hidden());
        assertThat(train(SMALL).rule().out()).containsExactly(one.out());
        Options other = new Options(6, 40, 0.03, 0.1, Objective.LIKENESS, 4);
        assertThat(train(other).rule().out()).isNotEqualTo(one.out());
    }

    @Test
    void theOrderOfTheEntriesSaysNothing() {
        List<String> reversed = gram.entries().reversed();
        Attention one = train(SMALL).rule();
        Attention other =
                AttentionTraining.train(
                                bank.among(reversed), gram.among(reversed), SMALL, Progress.SILENT)
                        .rule();
        double[] before = one.weigh(bank.leavingOut(4)).weights();
        double[] after = other.weigh(bank.leavingOut(4)).weights();
        assertThat(after).containsExactly(before, within(1e-3));
    }

    @Test
    void tooFewEntriesAndOthersAreRefused() {
        List<String> two = List.of("e0", "e1");
        assertThatThrownBy(
                        () ->
                                AttentionTraining.train(
                                        bank.among(two), gram.among(two), SMALL, Progress.SILENT))
                .hasMessageContaining("at least three, found 2 and 2");
        assertThatThrownBy(
                        () ->
                                AttentionTraining.train(
                                        bank.among(two), gram, SMALL, Progress.SILENT))
                .hasMessageContaining("the same entries");
    }
}
