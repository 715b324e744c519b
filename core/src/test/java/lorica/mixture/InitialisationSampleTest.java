package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.tensor.Shape;
import org.junit.jupiter.api.Test;

class InitialisationSampleTest {
    private final SplittableRandom random = new SplittableRandom(19);

    @Test
    void aFactorOf256ElementsIsTakenWhole() {
        float[] a = counting(256);
        InitialisationSample sample = InitialisationSample.of(source(Map.of("m", a)), List.of("m"));
        InitialisationSample.Part part = sample.parts().getFirst().orElseThrow();
        assertThat(part.shape()).isEqualTo(Shape.of(1, 256));
        assertThat(part.values()).isEqualTo(doubles(a, IntStream.range(0, 256)));
        assertThat(part.square()).isEqualTo(256.0 * 257 * 513 / 6);
    }

    @Test
    void ofALongerFactorSixteenRunsOfSixteenAreTakenFromEvenlySpreadPlaces() {
        float[] a = counting(1000);
        InitialisationSample sample = InitialisationSample.of(source(Map.of("m", a)), List.of("m"));
        InitialisationSample.Part part = sample.parts().getFirst().orElseThrow();
        IntStream places =
                IntStream.range(0, 16)
                        .flatMap(run -> IntStream.range(62 * run, 62 * run + 16)); // 62 = ⌊1000/16⌋
        assertThat(part.values()).isEqualTo(doubles(a, places));
    }

    @Test
    void aModuleThatTheAdapterLacksHasNoPart() {
        Source source = source(Map.of("x", new float[] {1}));
        assertThat(InitialisationSample.of(source, List.of("x", "y")).parts().get(1))
                .isEqualTo(Optional.empty());
    }

    @Test
    void theCosineIsThatOfAllElementsOfTheModulesThatBothHaveInOneShape() {
        List<String> modules = List.of("common", "left", "other shape", "right", "second");
        Source one =
                source(
                        Map.of(
                                "common", new float[] {1, 2},
                                "left", new float[] {9},
                                "other shape", new float[] {5, 5},
                                "second", new float[] {2}));
        Source other =
                source(
                        Map.of(
                                "common", new float[] {3, 1},
                                "right", new float[] {7},
                                "other shape", new float[] {5, 5, 5},
                                "second", new float[] {4}));
        double expected = (3 + 2 + 8) / Math.sqrt((1 + 4 + 4) * (9 + 1 + 16));
        InitialisationSample sample = InitialisationSample.of(one, modules);
        InitialisationSample ofOther = InitialisationSample.of(other, modules);
        assertThat(sample.cosine(ofOther)).isCloseTo(expected, within(1e-15));
        assertThat(InitialisationSample.wholeCosine(one, other)).isCloseTo(expected, within(1e-15));
    }

    @Test
    void whereNoSampledModuleIsCommonTheWholeFactorsAreCompared() {
        Source one = source(Map.of("x", new float[] {1, 0}, "z", new float[] {1, 2}));
        Source other = source(Map.of("y", new float[] {1, 0}, "z", new float[] {2, 1}));
        InitialisationSample sample = InitialisationSample.of(one, List.of("x", "y"));
        InitialisationSample ofOther = InitialisationSample.of(other, List.of("x", "y"));
        assertThat(sample.cosine(ofOther)).isCloseTo(0.8, within(1e-15));
    }

    @Test
    void factorsOfZerosHaveNothingInCommonWithAny() {
        Source zeros = source(Map.of("m", new float[2]));
        Source other = source(Map.of("m", new float[] {1, 2}));
        assertThat(InitialisationSample.wholeCosine(zeros, other)).isZero();
        assertThat(InitialisationSample.wholeCosine(other, zeros)).isZero();
    }

    @Test
    void signaturesSayNothingOfAdaptersThatHaveDifferentModules() {
        float[] x = ToyAdapters.gaussian(1024, random);
        float[] y = ToyAdapters.gaussian(1024, random);
        List<String> modules = List.of("m");
        InitialisationSample one = InitialisationSample.of(source(Map.of("m", x)), modules);
        InitialisationSample unrelated = InitialisationSample.of(source(Map.of("m", y)), modules);
        InitialisationSample elsewhere = InitialisationSample.of(source(Map.of("n", y)), modules);
        assertThat(one.mayBeParallel(one)).isTrue();
        assertThat(one.mayBeParallel(unrelated)).isFalse();
        assertThat(one.mayBeParallel(elsewhere)).isTrue();
    }

    /// Modules whose A is one row.
    private Source source(Map<String, float[]> rows) {
        LoraConfig config = ToyAdapters.config(1, 1);
        List<LoraFactors> factors = new ArrayList<>();
        rows.forEach(
                (module, a) ->
                        factors.add(
                                ToyAdapters.factors(
                                        module, 1, a.length, 1, config, a, new float[] {1})));
        return ToyAdapters.source("toy", 1, config, factors);
    }

    private static float[] counting(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i + 1;
        }
        return values;
    }

    private static double[] doubles(float[] values, IntStream places) {
        return places.mapToDouble(place -> values[place]).toArray();
    }
}
