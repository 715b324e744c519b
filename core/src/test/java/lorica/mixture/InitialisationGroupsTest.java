package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import org.junit.jupiter.api.Test;

class InitialisationGroupsTest {
    private static final int IN = 64;
    private static final int OUT = 48;
    private static final int RANK = 8;
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void adaptersOfOneInitialisationFormAGroupAndOthersStandAlone() {
        float[] start = ToyAdapters.gaussian(RANK * IN, random);
        List<Source> sources =
                List.of(
                        moved("own1", ToyAdapters.gaussian(RANK * IN, random), 0.3),
                        moved("shared1", start, 0.3),
                        moved("own2", ToyAdapters.gaussian(RANK * IN, random), 0.3),
                        moved("shared2", start, 0.3),
                        moved("shared3", start, 0.5));
        assertThat(InitialisationGroups.of(sources).groups())
                .containsExactly(
                        List.of("shared1", "shared2", "shared3"), List.of("own1"), List.of("own2"));
    }

    @Test
    void aSourceNearTwoGroupsJoinsThem() {
        float[] x = ToyAdapters.gaussian(RANK * IN, random);
        float[] y = ToyAdapters.gaussian(RANK * IN, random);
        float[] between = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            between[i] = x[i] + y[i]; // cosine 0.71 with both
        }
        List<Source> sources =
                List.of(moved("x", x, 0), moved("y", y, 0), moved("between", between, 0));
        assertThat(InitialisationGroups.of(sources).groups())
                .containsExactly(List.of("x", "y", "between"));
    }

    @Test
    void nearTheBorderTheWholeFactorsDecide() {
        float[] x = ToyAdapters.gaussian(RANK * IN, random);
        float[] y = ToyAdapters.gaussian(RANK * IN, random);
        for (double noise : new double[] {1.5, 1.6, 1.7, 1.75, 1.8, 1.9}) {
            float[] near = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                near[i] = (float) (x[i] + noise * y[i]);
            }
            Source one = moved("one", x, 0);
            Source other = moved("other", near, 0);
            boolean together = InitialisationSample.wholeCosine(one, other) >= 0.5;
            assertThat(InitialisationGroups.of(List.of(one, other)).groups())
                    .hasSize(together ? 1 : 2);
        }
    }

    @Test
    void aCosineOfExactlyAHalfIsOneInitialisation() {
        float[] one = new float[RANK * IN];
        float[] other = new float[RANK * IN];
        one[0] = 1;
        for (int i = 0; i < 4; i++) {
            other[i] = 1;
        }
        assertThat(
                        InitialisationGroups.of(
                                        List.of(moved("one", one, 0), moved("other", other, 0)))
                                .groups())
                .containsExactly(List.of("one", "other"));
    }

    /// Every other of eight modules is sampled: three of those four are shared, and no other.
    @Test
    void ofManyModulesFourSpreadEvenlyAreCompared() {
        List<List<LoraFactors>> adapters = List.of(new ArrayList<>(), new ArrayList<>());
        LoraConfig config = ToyAdapters.config(RANK, RANK);
        for (int i = 0; i < 8; i++) {
            float[] start = ToyAdapters.gaussian(RANK * IN, random);
            for (List<LoraFactors> factors : adapters) {
                boolean shared = i == 2 || i == 4 || i == 6;
                float[] a = shared ? start : ToyAdapters.gaussian(RANK * IN, random);
                float[] b = ToyAdapters.gaussian(OUT * RANK, random);
                factors.add(ToyAdapters.factors("module " + i, RANK, IN, OUT, config, a, b));
            }
        }
        Source one = ToyAdapters.source("one", 1, config, adapters.getFirst());
        Source other = ToyAdapters.source("other", 1, config, adapters.getLast());
        assertThat(InitialisationSample.wholeCosine(one, other)).isLessThan(0.45);
        assertThat(InitialisationGroups.of(List.of(one, other)).groups())
                .containsExactly(List.of("one", "other"));
    }

    @Test
    void adaptersWithoutACommonModuleAreInDifferentGroups() {
        float[] start = ToyAdapters.gaussian(RANK * IN, random);
        LoraConfig config = ToyAdapters.config(RANK, RANK);
        float[] b = ToyAdapters.gaussian(OUT * RANK, random);
        List<Source> sources = new ArrayList<>();
        for (String module : List.of("x", "y")) {
            LoraFactors factors = ToyAdapters.factors(module, RANK, IN, OUT, config, start, b);
            sources.add(ToyAdapters.source(module, 1, config, List.of(factors)));
        }
        assertThat(InitialisationGroups.of(sources).groups()).hasSize(2);
    }

    @Test
    void entriesOfWeightZeroAreNotListed() {
        Source absent = ToyAdapters.random("absent", 0, RANK, IN, OUT, random);
        Source present = ToyAdapters.random("present", 1, RANK, IN, OUT, random);
        assertThat(InitialisationGroups.of(List.of(absent, present)).groups())
                .containsExactly(List.of("present"));
    }

    @Test
    void onlyFactorsOverSeveralGroupsWarns() {
        InitialisationGroups one = new InitialisationGroups(List.of(List.of("a", "b")));
        InitialisationGroups two = new InitialisationGroups(List.of(List.of("a"), List.of("b")));
        assertThat(one.warning(new FactorMixture())).isEmpty();
        assertThat(two.warning(DeltaMixture.atSourceRank())).isEmpty();
        assertThat(two.warning(new ConcatMixture())).isEmpty();
        assertThat(two.warning(new FactorMixture()).orElseThrow())
                .contains("2 initialisation groups", "--mixture delta");
    }

    private Source moved(String entry, float[] start, double noise) {
        float[] a = start.clone();
        for (int i = 0; i < a.length; i++) {
            a[i] += (float) (noise * random.nextGaussian());
        }
        LoraConfig config = ToyAdapters.config(RANK, RANK);
        LoraFactors factors =
                ToyAdapters.factors(
                        ToyAdapters.MODULE,
                        RANK,
                        IN,
                        OUT,
                        config,
                        a,
                        ToyAdapters.gaussian(OUT * RANK, random));
        return ToyAdapters.source(entry, 1, config, List.of(factors));
    }
}
