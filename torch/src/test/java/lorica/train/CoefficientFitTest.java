package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.TargetModules;
import lorica.model.CausalLanguageModel;
import lorica.storage.Progress;
import lorica.tensor.Dtype;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import lorica.testing.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Coefficients of three random adapters on a tiny random model, from rows of a copying task.
class CoefficientFitTest {
    private static final List<String> MODULES =
            List.of(
                    "base_model.model.model.layers.0.self_attn.q_proj",
                    "base_model.model.model.layers.1.mlp.up_proj");
    private static final double[] START = {0.5, 0.3, 0.2};

    private final Path base;
    private final List<LoraAdapter> adapters = new ArrayList<>();

    CoefficientFitTest(@TempDir Path folder) throws IOException {
        base = TinyModel.write(folder.resolve("base"));
        SplittableRandom random = new SplittableRandom(5);
        for (int k = 0; k < START.length; k++) {
            TreeMap<String, LoraFactors> modules = new TreeMap<>();
            int rank = 2 + k;
            modules.put(MODULES.get(0), factors(MODULES.get(0), rank, 16, 16, random));
            if (k != 1) {
                modules.put(MODULES.get(1), factors(MODULES.get(1), rank, 16, 24, random));
            }
            adapters.add(
                    new LoraAdapter(
                            Path.of("adapter-" + k),
                            LoraConfig.of(
                                    "tiny",
                                    rank,
                                    2.0 * rank,
                                    new TargetModules.Listed(List.of("q_proj", "up_proj"))),
                            modules));
        }
    }

    private static LoraFactors factors(
            String module, int rank, int in, int out, SplittableRandom random) {
        return new LoraFactors(module, tensor(rank, in, random), tensor(out, rank, random), 2);
    }

    private static Tensor tensor(int rows, int columns, SplittableRandom random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        var bytes = Arena.ofAuto().allocate(4L * values.length);
        java.lang.foreign.MemorySegment.copy(
                values, 0, bytes, java.lang.foreign.ValueLayout.JAVA_FLOAT, 0, values.length);
        return new Tensor(Path.of("tiny"), "factor", Dtype.F32, Shape.of(rows, columns), bytes);
    }

    /// `BOS a b sep b`: the last id is learned.
    private static List<TokenizedExample> rows(int count) {
        SplittableRandom random = new SplittableRandom(9);
        List<TokenizedExample> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int b = random.nextInt(5, 12);
            rows.add(new TokenizedExample(new int[] {1, random.nextInt(12, 32), b, 4, b}, 4));
        }
        return rows;
    }

    private static CoefficientFit.Options options(int steps, CoefficientFit.Sharing sharing) {
        return options(steps, 0.1, sharing, CoefficientFit.Space.FREE);
    }

    private static CoefficientFit.Options options(
            int steps, double rate, CoefficientFit.Sharing sharing, CoefficientFit.Space space) {
        return new CoefficientFit.Options(steps, rate, 0, sharing, space, 5, 0);
    }

    private CoefficientFit.Result fit(CoefficientFit.Options options, int rows) throws IOException {
        return fit(options, rows, TimeLimit.none());
    }

    private CoefficientFit.Result fit(CoefficientFit.Options options, int rows, TimeLimit limit)
            throws IOException {
        try (CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty());
                AdapterPool pool = new AdapterPool(model, adapters)) {
            return new CoefficientFit(pool, options, Progress.SILENT).fit(rows(rows), START, limit);
        }
    }

    @Test
    void theStartIsTheMixtureOfTheAdapters() throws IOException {
        try (CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty())) {
            for (int k = 0; k < START.length; k++) {
                model.load("a" + k, adapters.get(k));
            }
            model.adapters().activate(Map.of("a0", START[0], "a1", START[1], "a2", START[2]));
            double mixed = new TrainingLoss(model).mean(rows(6), 3);
            assertThat(fit(options(1, CoefficientFit.Sharing.EACH_DIRECTION), 6).before())
                    .isCloseTo(mixed, within(1e-5));
        }
    }

    @Test
    void theLossFallsAndEveryDirectionHasACoefficient() throws IOException {
        CoefficientFit.Result result = fit(options(30, CoefficientFit.Sharing.EACH_DIRECTION), 40);
        assertThat(result.after()).isLessThan(result.before());
        assertThat(result.coefficients()).containsOnlyKeys(MODULES);
        double[] first = result.coefficients().firstEntry().getValue();
        double[] second = result.coefficients().lastEntry().getValue();
        assertThat(first).hasSize(3 * 4); // ranks 2, 3 and 4
        assertThat(Arrays.copyOfRange(first, 2, 4)).containsOnly(0);
        assertThat(Arrays.copyOfRange(first, 0, 2)).doesNotContain(0, START[0]);
        assertThat(Arrays.copyOfRange(first, 8, 12)).doesNotContain(0, START[2]);
        assertThat(Arrays.copyOfRange(second, 4, 8)).containsOnly(0); // has no such module
    }

    @Test
    void thePullHoldsCoefficientsWhereTheyStart() throws IOException {
        assertThat(moved(1)).isLessThan(0.7 * moved(0));
    }

    /// How far the coefficients get from the start, in norm.
    private double moved(double pull) throws IOException {
        double[] reached =
                fit(
                                new CoefficientFit.Options(
                                        60,
                                        0.03,
                                        pull,
                                        CoefficientFit.Sharing.ONE_AN_ADAPTER,
                                        CoefficientFit.Space.FREE,
                                        5,
                                        0),
                                20)
                        .coefficients()
                        .firstEntry()
                        .getValue();
        double sum = 0;
        for (int k = 0; k < START.length; k++) {
            sum += Math.pow(reached[k] - START[k], 2);
        }
        return Math.sqrt(sum);
    }

    @Test
    void aSharedCoefficientIsTheSameInEveryModule() throws IOException {
        CoefficientFit.Result result = fit(options(5, CoefficientFit.Sharing.ONE_AN_ADAPTER), 7);
        assertThat(result.coefficients().firstEntry().getValue())
                .isEqualTo(result.coefficients().lastEntry().getValue())
                .isNotEqualTo(START);
    }

    @Test
    void whatIsKeptHasTheLossThatIsStated() throws IOException {
        CoefficientFit.Result result = fit(options(8, CoefficientFit.Sharing.ONE_AN_ADAPTER), 7);
        double[] kept = result.coefficients().firstEntry().getValue();
        try (CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty())) {
            for (int k = 0; k < kept.length; k++) {
                model.load("a" + k, adapters.get(k));
            }
            model.adapters().activate(Map.of("a0", kept[0], "a1", kept[1], "a2", kept[2]));
            assertThat(new TrainingLoss(model).mean(rows(7), 5))
                    .isCloseTo(result.after(), within(1e-5));
        }
    }

    @Test
    void theFirstStepMovesEveryCoefficientByTheLearningRate() throws IOException {
        CoefficientFit.Options options =
                options(1, 1e-3, CoefficientFit.Sharing.ONE_AN_ADAPTER, CoefficientFit.Space.FREE);
        CoefficientFit.Result result = fit(options, 7);
        double[] kept = result.coefficients().firstEntry().getValue();
        for (int k = 0; k < kept.length; k++) {
            assertThat(Math.abs(kept[k] - START[k])).isCloseTo(1e-3, within(1e-5));
        }
    }

    @Test
    void theSameExamplesGiveTheSameCoefficients() throws IOException {
        CoefficientFit.Options options = options(4, CoefficientFit.Sharing.EACH_DIRECTION);
        assertThat(fit(options, 12).coefficients().firstEntry().getValue())
                .isEqualTo(fit(options, 12).coefficients().firstEntry().getValue());
    }

    @Test
    void aBudgetThatIsSpentStopsBeforeTheNextStep() throws IOException {
        CoefficientFit.Result result =
                fit(
                        options(1000, CoefficientFit.Sharing.ONE_AN_ADAPTER),
                        7,
                        TimeLimit.in(Duration.ZERO));
        assertThat(result.steps()).isZero();
        assertThat(result.after()).isEqualTo(result.before());
    }

    @Test
    void aStartForOtherAdaptersIsRefused() throws IOException {
        try (CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty());
                AdapterPool pool = new AdapterPool(model, adapters)) {
            CoefficientFit fit =
                    new CoefficientFit(pool, CoefficientFit.Options.adapters(), Progress.SILENT);
            assertThatThrownBy(() -> fit.fit(rows(4), new double[] {1}, TimeLimit.none()))
                    .hasMessageContaining("found 3 and 1");
        }
    }

    @Test
    void onTheSimplexCoefficientsStayThereAndTheLossFalls() throws IOException {
        CoefficientFit.Result result =
                fit(
                        options(
                                40,
                                0.5,
                                CoefficientFit.Sharing.ONE_AN_ADAPTER,
                                CoefficientFit.Space.SIMPLEX),
                        7);
        assertThat(result.after()).isLessThan(result.before());
        double sum = 0;
        for (double value : result.coefficients().firstEntry().getValue()) {
            assertThat(value).isBetween(0.0, 1.0);
            sum += value;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
    }

    @Test
    void aMixtureTriedByAForwardPassHasTheLossThatTheFitStartsFrom() throws IOException {
        CoefficientFit.Result result = fit(options(1, CoefficientFit.Sharing.EACH_DIRECTION), 7);
        try (CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty());
                AdapterPool pool = new AdapterPool(model, adapters)) {
            assertThat(pool.loss(rows(7), START, 3)).isCloseTo(result.before(), within(1e-5));
        }
    }
}
