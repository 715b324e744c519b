package lorica.gram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import lorica.adapter.LoraAdapter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The matrices from r×r products are those of the dense updates and the flat vectors, whatever
/// the shapes.
class BankGramPropertyTest {
    private static final double RELATIVE = 1e-10;

    @Property(tries = 60, seed = "1")
    void theGramEqualsTheDenseComputation(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int adapters,
            @ForAll @IntRange(min = 1, max = 37) int in,
            @ForAll @IntRange(min = 1, max = 37) int out)
            throws IOException {
        Random random = new Random(seed);
        List<LoraAdapter> bank = new ArrayList<>();
        for (int i = 0; i < adapters; i++) {
            int rank = 1 + random.nextInt(6);
            List<ToyLoras.Module> modules = new ArrayList<>();
            modules.add(new ToyLoras.Module("k_proj", rank, in, out));
            if (random.nextBoolean()) {
                modules.add(new ToyLoras.Module("q_proj", rank, out, in));
            }
            bank.add(ToyLoras.random("a" + i, 1 + random.nextInt(64), modules, random));
        }
        GramMatrix gram = BankGram.of(names(adapters), bank, 2).updates();
        for (int i = 0; i < adapters; i++) {
            for (int j = 0; j < adapters; j++) {
                assertThat(gram.values()[i][j])
                        .isCloseTo(
                                ToyLoras.dense(bank.get(i), bank.get(j)),
                                within(RELATIVE * gram.norm(i) * gram.norm(j)));
            }
        }
    }

    @Property(tries = 40, seed = "1")
    void theFlatGramEqualsThatOfTheWholeVectors(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int adapters,
            @ForAll @IntRange(min = 1, max = 7) int rank)
            throws IOException {
        Random random = new Random(seed);
        List<LoraAdapter> bank = new ArrayList<>();
        for (int i = 0; i < adapters; i++) {
            bank.add(
                    ToyLoras.random(
                            "a" + i,
                            8,
                            List.of(
                                    new ToyLoras.Module("q_proj", rank, 9, 13),
                                    new ToyLoras.Module("v_proj", rank, 9, 5)),
                            random));
        }
        GramMatrix gram = BankGram.of(names(adapters), bank, 1).factors().orElseThrow();
        for (int i = 0; i < adapters; i++) {
            for (int j = 0; j < adapters; j++) {
                assertThat(gram.values()[i][j])
                        .isCloseTo(
                                ToyLoras.flat(bank.get(i), bank.get(j)),
                                within(RELATIVE * gram.norm(i) * gram.norm(j)));
            }
        }
    }

    @Property(tries = 60, seed = "1")
    void theFunctionalGramEqualsTheDenseComputation(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int adapters,
            @ForAll @IntRange(min = 1, max = 29) int in,
            @ForAll @IntRange(min = 1, max = 29) int out)
            throws IOException {
        Random random = new Random(seed);
        Map<String, double[]> moments =
                Map.of("k_proj", ToyLoras.moment(in, 1 + random.nextInt(2 * in), random));
        Geometry geometry = module -> Optional.ofNullable(moments.get(module));
        List<LoraAdapter> bank = new ArrayList<>();
        for (int i = 0; i < adapters; i++) {
            int rank = 1 + random.nextInt(6);
            List<ToyLoras.Module> modules = new ArrayList<>();
            modules.add(new ToyLoras.Module("k_proj", rank, in, out));
            if (random.nextBoolean()) {
                modules.add(new ToyLoras.Module("q_proj", rank, out, in));
            }
            bank.add(ToyLoras.random("a" + i, 1 + random.nextInt(64), modules, random));
        }
        GramMatrix gram = BankGram.of(names(adapters), bank, geometry, 2).updates();
        GramMatrix weights = BankGram.of(names(adapters), bank, 2).updates();
        for (int i = 0; i < adapters; i++) {
            assertThat(gram.values()[i][i]).isGreaterThan(-RELATIVE * weights.norm(i));
            for (int j = 0; j < adapters; j++) {
                assertThat(gram.values()[i][j])
                        .isCloseTo(
                                ToyLoras.dense(bank.get(i), bank.get(j), geometry),
                                within(RELATIVE * weights.norm(i) * weights.norm(j) * (in + out)));
            }
        }
    }

    @Property(tries = 20, seed = "1")
    void whereEveryDirectionCountsAlikeItIsTheGramOfTheWeights(@ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        List<LoraAdapter> bank = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bank.add(
                    ToyLoras.random(
                            "a" + i, 8, List.of(new ToyLoras.Module("q_proj", 3, 21, 11)), random));
        }
        double[] identity = new double[21 * 21];
        for (int i = 0; i < 21; i++) {
            identity[i * 22] = 1;
        }
        Geometry even = module -> Optional.of(identity);
        assertThat(BankGram.of(names(3), bank, even, 1).updates().values())
                .isDeepEqualTo(BankGram.of(names(3), bank, 1).updates().values());
    }

    @Property(tries = 20, seed = "1")
    void theNumberOfThreadsChangesNoBit(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<LoraAdapter> bank = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            bank.add(
                    ToyLoras.random(
                            "a" + i,
                            8,
                            List.of(
                                    new ToyLoras.Module("q_proj", 3, 70, 33),
                                    new ToyLoras.Module("v_proj", 3, 70, 11)),
                            random));
        }
        assertThat(BankGram.of(names(4), bank, 3).updates().values())
                .isDeepEqualTo(BankGram.of(names(4), bank, 1).updates().values());
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("a" + i);
        }
        return names;
    }
}
