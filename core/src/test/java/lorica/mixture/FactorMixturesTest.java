package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.tensor.SafetensorsException;
import org.junit.jupiter.api.Test;

class FactorMixturesTest {
    private static final int RANK = 3;
    private static final int IN = 701;
    private static final int OUT = 5;

    private final SplittableRandom random = new SplittableRandom(11);

    /// One target, a few, and more than a block of them; more columns than a chunk and than a slab.
    @Test
    void everyTargetHasTheBytesThatItsMixtureAloneHas() throws IOException {
        List<Source> sources = sources(13);
        for (int targets : new int[] {1, 3, 6, 15}) {
            double[][] weights = weights(targets, sources.size());
            Map<String, float[][]> made = made(mixtures(sources, weights), 2);
            for (int k = 0; k < targets; k++) {
                List<Source> weighted = new ArrayList<>();
                for (int i = 0; i < sources.size(); i++) {
                    Source source = sources.get(i);
                    weighted.add(new Source(source.entry(), weights[k][i], source.adapter()));
                }
                MixedFactors alone =
                        new FactorMixture().plan(weighted).mix(ToyAdapters.MODULE).factors();
                assertThat(of(made, PeftDirectory.keyA(ToyAdapters.MODULE))[k])
                        .isEqualTo(alone.a());
                assertThat(of(made, PeftDirectory.keyB(ToyAdapters.MODULE))[k])
                        .isEqualTo(alone.b());
            }
        }
    }

    @Test
    void whatIsSkippedChangesNoElementByMoreThanItsMassTimesTheLargest() throws IOException {
        List<Source> sources = sources(40);
        double[][] weights = new double[6][];
        Arrays.fill(
                weights, weights(1, sources.size())[0]); // one block skips what all its rows skip
        FactorMixtures all = mixtures(sources, weights);
        FactorMixtures some = all.skipping(0.01);
        assertThat(some.products()).isLessThan(all.products());
        Map<String, float[][]> exact = made(all, 1);
        Map<String, float[][]> near = made(some, 1);
        double largest = 0;
        for (Source source : sources) {
            LoraFactors factors = source.adapter().modules().values().iterator().next();
            for (float value : factors.a().toFloats()) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        String key = PeftDirectory.keyA(ToyAdapters.MODULE);
        for (int k = 0; k < weights.length; k++) {
            for (int t = 0; t < RANK * IN; t++) {
                assertThat(of(near, key)[k][t])
                        .isCloseTo(of(exact, key)[k][t], within((float) (0.01 * largest)));
            }
        }
        assertThat(of(made(all.skipping(0), 1), key)).isEqualTo(of(exact, key));
    }

    @Test
    void theSmallestWeightsAreSkippedUpToTheMassInFull() {
        double[][] weights = {{0.125, 0.5, 0.125, 0.25}, {0, 0.25, 0.25, 0.5}};
        FactorMixtures mixtures = mixtures(sources(4), weights);
        assertThat(mixtures.skipping(0.25).weights())
                .isDeepEqualTo(new double[][] {{0, 0.5, 0, 0.25}, {0, 0, 0.25, 0.5}});
        assertThat(mixtures.skipping(0.24).weights())
                .isDeepEqualTo(new double[][] {{0, 0.5, 0.125, 0.25}, {0, 0.25, 0.25, 0.5}});
        assertThat(mixtures.weights()).isDeepEqualTo(weights);
    }

    /// Blocks of six targets, the last one filled up with zeros.
    @Test
    void aSourceCostsABlockItsProductsWhereAnyOfItsTargetsWeighsIt() {
        double[][] weights = new double[7][4];
        weights[0][1] = 1;
        weights[5][1] = 1;
        weights[5][3] = 1;
        weights[6][2] = 1;
        assertThat(mixtures(sources(4), weights).products())
                .isEqualTo((2 + 1) * 6L * RANK * (IN + OUT));
    }

    @Test
    void whatIsNoNumberIsRefusedWithItsPlace() {
        LoraConfig config = ToyAdapters.config(RANK, 2 * RANK);
        for (int place : new int[] {0, 2 * IN + 17}) {
            float[] a = ToyAdapters.gaussian(RANK * IN, random);
            a[place] = Float.POSITIVE_INFINITY;
            float[] b = ToyAdapters.gaussian(OUT * RANK, random);
            LoraFactors factors =
                    ToyAdapters.factors(ToyAdapters.MODULE, RANK, IN, OUT, config, a, b);
            List<Source> sources = new ArrayList<>(sources(2));
            sources.add(ToyAdapters.source("broken", 1, config, List.of(factors)));
            for (int targets : new int[] {1, 6}) {
                FactorMixtures mixtures = mixtures(sources, weights(targets, 3));
                assertThatExceptionOfType(SafetensorsException.class)
                        .isThrownBy(() -> made(mixtures, 1))
                        .withMessageContaining(place == 0 ? "[0, 0]" : "[2, 17]");
            }
        }
    }

    @Test
    void aSinkThatFailsStopsTheMixturesWithItsOwnFailure() {
        List<Source> sources = sources(3);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () ->
                                mixtures(sources, weights(2, 3))
                                        .each(
                                                1,
                                                (key, first, n, values) -> {
                                                    throw new IOException("full");
                                                }))
                .withMessage("full");
    }

    @Test
    void weightsOfAnotherNumberOfSourcesAreRefused() {
        List<Source> sources = sources(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mixtures(sources, new double[][] {{0.5, 0.5}}))
                .withMessageContaining("expected one a source, 3, found 2");
    }

    @Test
    void sourcesThatDoNotFitTogetherAreRefused() {
        List<Source> sources = new ArrayList<>(sources(2));
        sources.add(ToyAdapters.random("wide", 1, RANK, IN + 1, OUT, random));
        assertThatExceptionOfType(MixtureException.class)
                .isThrownBy(() -> mixtures(sources, weights(1, 3)))
                .withMessageContaining("'wide'");
    }

    private static float[][] of(Map<String, float[][]> made, String key) {
        return Optional.ofNullable(made.get(key)).orElseThrow();
    }

    private static FactorMixtures mixtures(List<Source> sources, double[][] weights) {
        List<LoraAdapter> adapters = sources.stream().map(Source::adapter).toList();
        return FactorMixtures.of(sources.stream().map(Source::entry).toList(), adapters, weights);
    }

    private static Map<String, float[][]> made(FactorMixtures mixtures, int threads)
            throws IOException {
        Map<String, float[][]> made = new HashMap<>();
        mixtures.each(
                threads,
                1024,
                (key, first, n, values) -> {
                    float[][] tensor = made.getOrDefault(key, new float[values.length][0]);
                    for (int k = 0; k < values.length; k++) {
                        assertThat(tensor[k]).hasSize(first);
                        tensor[k] = Arrays.copyOf(tensor[k], first + n);
                        System.arraycopy(values[k], 0, tensor[k], first, n);
                    }
                    made.put(key, tensor);
                });
        return made;
    }

    private List<Source> sources(int count) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(ToyAdapters.random("entry " + i, 1, RANK, IN, OUT, random));
        }
        return sources;
    }

    /// Points of the simplex, a fifth of their weights 0.
    private double[][] weights(int targets, int sources) {
        double[][] weights = new double[targets][sources];
        for (double[] row : weights) {
            double total = 0;
            for (int i = 0; i < sources; i++) {
                row[i] = random.nextInt(5) == 0 ? 0 : Math.pow(random.nextDouble(), 4);
                total += row[i];
            }
            for (int i = 0; i < sources; i++) {
                row[i] /= total;
            }
        }
        return weights;
    }
}
