package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsException;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            assertSameAsAlone(sources, weights, made);
        }
    }

    /// More columns than a chunk of few targets and of many, none of them filled, in one slab that
    /// is larger than the tensor.
    @Test
    void aSlabOfSeveralChunksThatItsTensorDoesNotFillHasTheBytesOfTheMixtureAlone()
            throws IOException {
        List<Source> sources =
                List.of(
                        ToyAdapters.random("first", 1, RANK, 6001, OUT, random),
                        ToyAdapters.random("second", 1, RANK, 6001, OUT, random));
        for (int targets : new int[] {1, 7}) {
            double[][] weights = weights(targets, 2);
            assertSameAsAlone(sources, weights, made(mixtures(sources, weights), 2, 1 << 15));
        }
    }

    @Test
    void largerTensorsAfterSmallerOnesOfOneSourceHaveTheBytesOfTheMixtureAlone()
            throws IOException {
        LoraConfig config = ToyAdapters.config(RANK, 2 * RANK);
        String larger = ToyAdapters.MODULE.replace("layers.0", "layers.1");
        Source only =
                ToyAdapters.source(
                        "only",
                        1,
                        config,
                        List.of(
                                ToyAdapters.factors(
                                        ToyAdapters.MODULE, RANK, OUT, OUT, config, random),
                                ToyAdapters.factors(larger, RANK, IN, 2 * IN, config, random)));
        double[][] weights = {{0.3}, {0.4}, {1}, {0.7}, {0.1}, {0.9}, {0.2}};
        Map<String, float[][]> made = made(mixtures(List.of(only), weights), 1);
        assertThat(made).hasSize(4);
        assertSameAsAlone(List.of(only), weights, made);
    }

    @Test
    void slabsThatFillATensorAreFollowedByNoEmptyOneAndAreTwoArraysInTurn() throws IOException {
        List<Source> sources = List.of(ToyAdapters.random("only", 1, 2, 1024, 1024, random));
        List<Integer> sizes = new ArrayList<>();
        Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        mixtures(sources, new double[][] {{0.5}})
                .each(
                        1,
                        1024,
                        (_, _, n, values) -> {
                            sizes.add(n);
                            arrays.add(values[0]);
                        });
        assertThat(sizes).containsExactly(1024, 1024, 1024, 1024);
        assertThat(arrays).hasSize(2);
    }

    /// 5 targets: 3,276 chunks of 1,024 columns are the most that 64 MiB hold.
    @Test
    void aSlabIsTheWholeChunksOf64MebibytesOfAllTargets() throws IOException {
        int slab = 3276 * 1024;
        LoraConfig config = ToyAdapters.config(1, 2);
        LoraFactors longer =
                ToyAdapters.factors(
                        ToyAdapters.MODULE,
                        1,
                        slab + 3,
                        OUT,
                        config,
                        new float[slab + 3],
                        new float[OUT]);
        Source only = ToyAdapters.source("only", 1, config, List.of(longer));
        List<Integer> sizes = new ArrayList<>();
        mixtures(List.of(only), new double[5][1])
                .each(
                        1,
                        (_, _, n, _) -> {
                            assertThat(n).isIn(slab, 3, OUT);
                            sizes.add(n);
                        });
        assertThat(sizes).containsExactly(slab, 3, OUT);
    }

    @Test
    void whatNoneOfFewTargetsWeighsIsNotRead(@TempDir Path folder) throws IOException {
        LoraConfig config = ToyAdapters.config(RANK, 2 * RANK);
        Source weighed = ToyAdapters.random("weighed", 1, RANK, IN, OUT, random);
        LoraFactors gone =
                new LoraFactors(
                        ToyAdapters.MODULE,
                        closed(folder.resolve("a"), Shape.of(RANK, IN)),
                        closed(folder.resolve("b"), Shape.of(OUT, RANK)),
                        config.scalingOf(ToyAdapters.MODULE));
        List<Source> sources =
                List.of(weighed, ToyAdapters.source("gone", 1, config, List.of(gone)));
        double[][] weights = {{0.5, 0}, {1, 0}};
        Map<String, float[][]> made = made(mixtures(sources, weights), 1);
        assertSameAsAlone(List.of(weighed), new double[][] {{0.5}, {1}}, made);
        assertThatIllegalStateException()
                .isThrownBy(() -> made(mixtures(sources, new double[][] {{0.5, 0.5}}), 1))
                .withMessageContaining("closed");
    }

    /// Mapped, but no longer there: whoever reads it fails.
    private static Tensor closed(Path file, Shape shape) throws IOException {
        Files.write(file, new byte[Math.toIntExact(4 * shape.size())]);
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(file)) {
            MemorySegment bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new Tensor(file, "gone", Dtype.F32, shape, bytes);
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
    void aSinkThatCannotTakeTheLastPieceFailsTheMixtures() {
        List<Source> sources = sources(3);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () ->
                                mixtures(sources, weights(2, 3))
                                        .each(
                                                1,
                                                (key, _, _, _) -> {
                                                    if (key.contains("lora_B")) {
                                                        throw new IOException("full at last");
                                                    }
                                                }))
                .withMessage("full at last");
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

    /// Every module of every target is, bit by bit, what [FactorMixture] makes of it alone.
    private static void assertSameAsAlone(
            List<Source> sources, double[][] weights, Map<String, float[][]> made) {
        for (int k = 0; k < weights.length; k++) {
            List<Source> weighted = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                Source source = sources.get(i);
                weighted.add(new Source(source.entry(), weights[k][i], source.adapter()));
            }
            MixturePlan plan = new FactorMixture().plan(weighted);
            for (String module : plan.modules().keySet()) {
                MixedFactors alone = plan.mix(module).factors();
                assertThat(of(made, PeftDirectory.keyA(module))[k]).isEqualTo(alone.a());
                assertThat(of(made, PeftDirectory.keyB(module))[k]).isEqualTo(alone.b());
            }
        }
    }

    private static Map<String, float[][]> made(FactorMixtures mixtures, int threads)
            throws IOException {
        return made(mixtures, threads, 1024);
    }

    private static Map<String, float[][]> made(FactorMixtures mixtures, int threads, int slab)
            throws IOException {
        Map<String, float[][]> made = new HashMap<>();
        mixtures.each(
                threads,
                slab,
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
