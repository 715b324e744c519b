package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.TargetModules;
import lorica.tensor.SafetensorsException;
import org.junit.jupiter.api.Test;

class MixtureTest {
    private static final String Q = ToyAdapters.MODULE;
    private static final String V = "base_model.model.layers.0.v_proj";
    private static final List<Mixture> ALL =
            List.of(DeltaMixture.atSourceRank(), new ConcatMixture(), new FactorMixture());

    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void equalAdaptersOfOppositeWeightGiveExactlyZero() {
        Source plus = ToyAdapters.random("plus", 1, 4, 30, 20, random);
        Source minus = new Source("minus", -1, plus.adapter());
        MixturePlan plan = DeltaMixture.atSourceRank().plan(List.of(plus, minus));
        MixedModule mixed = plan.mix(Q);
        assertThat(mixed.factors().a()).containsOnly(0);
        assertThat(mixed.factors().b()).containsOnly(0);
        assertThat(mixed.report().normBefore()).isZero();
        MixturePlan factors = new FactorMixture().plan(List.of(plus, minus));
        assertThat(factors.mix(Q).factors().a()).containsOnly(0);
    }

    @Test
    void oneSourceOfWeightOneIsItself() {
        Source only = ToyAdapters.random("only", 1, 4, 30, 20, random);
        double[] update = ToyAdapters.dense(List.of(only), Q, 30, 20);
        for (Mixture mixture : ALL) {
            MixturePlan plan = mixture.plan(List.of(only));
            MixedModule mixed = plan.mix(Q);
            double[] found = ToyAdapters.dense(mixed.factors(), plan.config().scalingOf(Q));
            assertThat(ToyAdapters.distance(update, found))
                    .as(mixture.name())
                    .isLessThan(1e-6 * ToyAdapters.norm(update));
            assertThat(mixed.report().normBefore())
                    .isCloseTo(ToyAdapters.norm(update), within(1e-6));
            assertThat(mixed.report().truncationError()).isLessThan(1e-5);
        }
    }

    @Test
    void factorsReportHowFarTheProductOfAveragesIsFromTheAverageOfProducts() {
        List<Source> sources =
                List.of(
                        ToyAdapters.random("a", 0.5, 4, 30, 20, random),
                        ToyAdapters.random("b", 0.5, 4, 30, 20, random));
        MixturePlan plan = new FactorMixture().plan(sources);
        MixedModule mixed = plan.mix(Q);
        double[] sum = ToyAdapters.dense(sources, Q, 30, 20);
        double[] found = ToyAdapters.dense(mixed.factors(), plan.config().scalingOf(Q));
        assertThat(mixed.report().truncationError())
                .isCloseTo(ToyAdapters.distance(sum, found), within(1e-4));
        assertThat(mixed.report().normAfter()).isCloseTo(ToyAdapters.norm(found), within(1e-4));
        assertThat(mixed.report().relativeError()).isGreaterThan(0.3);
    }

    @Test
    void sourcesOfDifferentRankAlphaAndModulesAreSummed() {
        LoraConfig small = ToyAdapters.config(2, 3);
        LoraConfig stabilised =
                new LoraConfig(
                        "toy",
                        Optional.empty(),
                        Optional.empty(),
                        9,
                        6,
                        LoraConfig.Scaling.RANK_STABILISED,
                        0,
                        false,
                        new TargetModules.Expression(".*_proj"),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>());
        List<Source> sources =
                List.of(
                        ToyAdapters.source(
                                "small",
                                0.7,
                                small,
                                List.of(ToyAdapters.factors(Q, 2, 30, 20, small, random))),
                        ToyAdapters.source(
                                "stabilised",
                                0.3,
                                stabilised,
                                List.of(
                                        ToyAdapters.factors(Q, 9, 30, 20, stabilised, random),
                                        ToyAdapters.factors(V, 9, 30, 10, stabilised, random))));
        for (Mixture mixture : List.of(DeltaMixture.ofRank(11), new ConcatMixture())) {
            MixturePlan plan = mixture.plan(sources);
            assertThat(plan.config().rank()).isEqualTo(11);
            assertThat(plan.config().alpha()).isEqualTo(11);
            assertThat(plan.config().scaling()).isEqualTo(LoraConfig.Scaling.LORA);
            assertThat(plan.config().targetModules())
                    .isEqualTo(
                            new TargetModules.Listed(
                                    List.of("layers.0.q_proj", "layers.0.v_proj")));
            for (String module : List.of(Q, V)) {
                int out = module.equals(Q) ? 20 : 10;
                double[] sum = ToyAdapters.dense(sources, module, 30, out);
                MixedFactors mixed = plan.mix(module).factors();
                assertThat(mixed.rank()).isEqualTo(11);
                assertThat(ToyAdapters.distance(sum, ToyAdapters.dense(mixed, 1)))
                        .isLessThan(1e-6 * ToyAdapters.norm(sum));
            }
        }
        assertThatThrownBy(() -> new FactorMixture().plan(sources))
                .isInstanceOf(MixtureException.class)
                .hasMessageContaining("'small' and 'stabilised'")
                .hasMessageContaining(Q)
                .hasMessageContaining("A [2, 30]")
                .hasMessageContaining("A [9, 30]");
    }

    @Test
    void aSharedScalingIsKept() {
        List<Source> sources =
                List.of(
                        ToyAdapters.random("a", 0.5, 4, 30, 20, random),
                        ToyAdapters.random("b", 0.5, 8, 30, 20, random));
        LoraConfig config = DeltaMixture.atSourceRank().plan(sources).config();
        assertThat(config.rank()).isEqualTo(8);
        assertThat(config.alpha()).isEqualTo(16);
        assertThat(new ConcatMixture().plan(sources).config().alpha()).isEqualTo(12);
    }

    @Test
    void sourcesOfWeightZeroAreLeftOut() {
        Source present = ToyAdapters.random("present", 1, 4, 30, 20, random);
        Source absent = ToyAdapters.random("absent", 0, 9, 31, 20, random);
        for (Mixture mixture : ALL) {
            MixturePlan plan = mixture.plan(List.of(absent, present));
            assertThat(plan.sources()).containsExactly(present);
            assertThat(plan.config().rank()).isEqualTo(4);
        }
        assertThatThrownBy(() -> new ConcatMixture().plan(List.of(absent)))
                .isInstanceOf(MixtureException.class)
                .hasMessageContaining("all of weight 0");
    }

    @Test
    void everyMixtureRefusesOneModuleOfTwoExtents() {
        Source one = ToyAdapters.random("one", 1, 4, 30, 20, random);
        Source other = ToyAdapters.random("other", 1, 4, 31, 20, random);
        for (Mixture mixture : ALL) {
            assertThatThrownBy(() -> mixture.plan(List.of(one, other)))
                    .isInstanceOf(MixtureException.class)
                    .hasMessageContaining("'one' and 'other'")
                    .hasMessageContaining("in 30, out 20")
                    .hasMessageContaining("in 31, out 20");
        }
    }

    @Test
    void everyMixtureRefusesTransposedAndPlainTogether() {
        Source plain = ToyAdapters.random("plain", 1, 4, 30, 20, random);
        Source transposed = withConfig("transposed", true, Optional.of("CAUSAL_LM"));
        Source classifier = withConfig("classifier", false, Optional.of("SEQ_CLS"));
        for (Mixture mixture : ALL) {
            assertThatThrownBy(() -> mixture.plan(List.of(plain, transposed)))
                    .hasMessageContaining("fan_in_fan_out")
                    .hasMessageContaining("'plain' and 'transposed'");
            assertThat(mixture.plan(List.of(transposed)).config().fanInFanOut()).isTrue();
        }
        assertThatThrownBy(() -> new ConcatMixture().plan(List.of(plain, classifier)))
                .hasMessageContaining("task_type")
                .hasMessageContaining("SEQ_CLS");
    }

    @Test
    void notANumberIsRefusedWithTensorAndPlace() {
        LoraConfig config = ToyAdapters.config(1, 1);
        float[] b = {1, 2, Float.NaN};
        LoraFactors broken = ToyAdapters.factors(Q, 1, 2, 3, config, new float[] {1, 2}, b);
        Source source = ToyAdapters.source("broken", 1, config, List.of(broken));
        for (Mixture mixture : ALL) {
            MixturePlan plan = mixture.plan(List.of(source));
            assertThatThrownBy(() -> plan.mix(Q))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining(Q + ".lora_B.weight")
                    .hasMessageContaining("NaN at [2, 0]");
        }
    }

    @Test
    void theLargestComponentOfEveryLeftVectorIsPositiveAndTheFactorsBalance() {
        Source only = ToyAdapters.random("only", 1, 4, 30, 20, random);
        MixedFactors mixed = DeltaMixture.atSourceRank().plan(List.of(only)).mix(Q).factors();
        for (int k = 0; k < 4; k++) {
            float largest = 0;
            double squareOfA = 0;
            double squareOfB = 0;
            for (int o = 0; o < 20; o++) {
                float value = mixed.b()[o * 4 + k];
                largest = Math.abs(value) > Math.abs(largest) ? value : largest;
                squareOfB += value * value;
            }
            for (int i = 0; i < 30; i++) {
                squareOfA += mixed.a()[k * 30 + i] * mixed.a()[k * 30 + i];
            }
            assertThat(largest).isPositive();
            assertThat(squareOfA).isCloseTo(squareOfB, within(1e-4 * squareOfA));
        }
    }

    @Test
    void everyMixtureHasItsName() {
        assertThat(ALL).extracting(Mixture::name).containsExactly("delta", "concat", "factors");
        assertThat(new ModuleShape(4, 30, 20)).hasToString("A [4, 30], B [20, 4]");
    }

    @Test
    void theResultIsForTheBaseModelTheTaskTypeAndTheTargetsOfItsSources() {
        Source silent = configured("silent", "", Optional.empty(), List.of("q_proj"));
        Source first = configured("first", "base", Optional.of("CAUSAL_LM"), List.of("v_proj"));
        Source second = configured("second", "copy", Optional.empty(), List.of("q_proj", "o"));
        for (Mixture mixture : List.of(DeltaMixture.ofRank(4), new ConcatMixture())) {
            LoraConfig config = mixture.plan(List.of(silent, first, second)).config();
            assertThat(config.baseModel()).isEqualTo("base");
            assertThat(config.taskType()).contains("CAUSAL_LM");
            assertThat(config.targetModules())
                    .isEqualTo(new TargetModules.Listed(List.of("o", "q_proj", "v_proj")));
            assertThat(mixture.plan(List.of(silent)).config().baseModel()).isEmpty();
            assertThat(mixture.plan(List.of(silent)).config().taskType()).isEmpty();
        }
    }

    @Test
    void whereNoTargetIsListedTheModulesAre() {
        Source unlisted = configured("unlisted", "base", Optional.empty(), List.of());
        assertThat(new ConcatMixture().plan(List.of(unlisted)).config().targetModules())
                .isEqualTo(new TargetModules.Listed(List.of("layers.0.q_proj")));
    }

    @Test
    void scalingsThatDifferByRoundingAreOne() {
        Source one = scaled("one", 1e6);
        Source near = scaled("near", 1e6 * (1 + 1e-13));
        Source far = scaled("far", 1e6 * (1 + 1e-11));
        DeltaMixture delta = DeltaMixture.ofRank(4);
        assertThat(delta.plan(List.of(one, near)).config().alpha()).isEqualTo(4e6);
        assertThat(delta.plan(List.of(one, far)).config().alpha()).isEqualTo(4);
        assertThat(new FactorMixture().plan(List.of(one, near)).sources()).hasSize(2);
        assertThatThrownBy(() -> new FactorMixture().plan(List.of(one, far)))
                .isInstanceOf(MixtureException.class)
                .hasMessageContaining("'one' and 'far'");
    }

    @Test
    void factorsTakesSourcesThatAllHaveScalingZero() {
        List<Source> sources = List.of(scaled("one", 0), scaled("other", 0));
        assertThat(new FactorMixture().plan(sources).sources()).hasSize(2);
    }

    @Test
    void factorsRefusesAModuleThatOneSourceLacks() {
        LoraConfig config = ToyAdapters.config(4, 8);
        LoraFactors q = ToyAdapters.factors(Q, 4, 30, 20, config, random);
        LoraFactors v = ToyAdapters.factors(V, 4, 30, 10, config, random);
        Source both = ToyAdapters.source("both", 1, config, List.of(q, v));
        Source one = ToyAdapters.source("one", 1, config, List.of(q));
        for (List<Source> sources : List.of(List.of(both, one), List.of(one, both))) {
            assertThatThrownBy(() -> new FactorMixture().plan(sources))
                    .isInstanceOf(MixtureException.class)
                    .hasMessageContaining(V)
                    .hasMessageContaining("no such module");
        }
    }

    private Source scaled(String entry, double scaling) {
        LoraFactors drawn = ToyAdapters.factors(Q, 4, 30, 20, ToyAdapters.config(4, 4), random);
        return ToyAdapters.source(
                entry,
                1,
                ToyAdapters.config(4, 4 * scaling),
                List.of(new LoraFactors(Q, drawn.a(), drawn.b(), scaling)));
    }

    private Source configured(
            String entry, String base, Optional<String> task, List<String> targets) {
        LoraConfig config =
                new LoraConfig(
                        base,
                        Optional.empty(),
                        task,
                        4,
                        8,
                        LoraConfig.Scaling.LORA,
                        0,
                        false,
                        new TargetModules.Listed(targets),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>());
        return ToyAdapters.source(
                entry, 1, config, List.of(ToyAdapters.factors(Q, 4, 30, 20, config, random)));
    }

    private Source withConfig(String entry, boolean fanInFanOut, Optional<String> task) {
        LoraConfig config =
                new LoraConfig(
                        "toy",
                        Optional.empty(),
                        task,
                        4,
                        8,
                        LoraConfig.Scaling.LORA,
                        0,
                        fanInFanOut,
                        new TargetModules.Listed(List.of("q_proj")),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>());
        return ToyAdapters.source(
                entry, 1, config, List.of(ToyAdapters.factors(Q, 4, 30, 20, config, random)));
    }
}
