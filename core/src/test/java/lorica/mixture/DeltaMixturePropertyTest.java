package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DeltaMixturePropertyTest {
    @Property(tries = 200, seed = "1")
    void equalsTheTruncationOfTheDenseSum(
            @ForAll @IntRange(min = 1, max = 70) int in,
            @ForAll @IntRange(min = 1, max = 70) int out,
            @ForAll @IntRange(min = 1, max = 20) int rank,
            @ForAll @IntRange(min = 1, max = 8) int count,
            @ForAll long seed) {
        List<Source> sources = sources(count, in, out, seed);
        MixturePlan plan = DeltaMixture.ofRank(rank).plan(sources);
        MixedModule mixed = plan.mix(ToyAdapters.MODULE);
        double[] sum = ToyAdapters.dense(sources, ToyAdapters.MODULE, in, out);
        double[] expected = ToyAdapters.truncate(sum, out, in, rank);
        double[] found =
                ToyAdapters.dense(mixed.factors(), plan.config().scalingOf(ToyAdapters.MODULE));
        double scale = ToyAdapters.norm(sum);
        // Where σᵣ and σᵣ₊₁ are close, two best truncations differ; their errors do not.
        assertThat(ToyAdapters.distance(sum, found))
                .isCloseTo(ToyAdapters.distance(sum, expected), within(1e-5 * scale));
        assertThat(mixed.report().normBefore()).isCloseTo(scale, within(1e-9 * scale));
        assertThat(mixed.report().truncationError())
                .isCloseTo(ToyAdapters.distance(sum, expected), within(1e-8 * scale));
        if (gapAfter(sum, out, in, rank) > 1e-3) {
            assertThat(ToyAdapters.distance(expected, found)).isLessThan(1e-5 * scale);
        }
    }

    @Property(tries = 50, seed = "1")
    void theOrderOfTheSourcesChangesNothingBeyondRounding(
            @ForAll @IntRange(min = 1, max = 40) int in,
            @ForAll @IntRange(min = 1, max = 40) int out,
            @ForAll @IntRange(min = 2, max = 6) int count,
            @ForAll long seed) {
        List<Source> sources = sources(count, in, out, seed);
        for (Mixture mixture : List.of(DeltaMixture.ofRank(64), new ConcatMixture())) {
            double[] one = product(mixture, sources);
            double[] other = product(mixture, ToyAdapters.reversed(sources));
            assertThat(ToyAdapters.distance(one, other))
                    .isLessThan(1e-6 * ToyAdapters.norm(one) + 1e-12);
        }
    }

    @Property(tries = 50, seed = "1")
    void concatenationLosesNothing(
            @ForAll @IntRange(min = 1, max = 40) int in,
            @ForAll @IntRange(min = 1, max = 40) int out,
            @ForAll @IntRange(min = 1, max = 6) int count,
            @ForAll long seed) {
        List<Source> sources = sources(count, in, out, seed);
        double[] sum = ToyAdapters.dense(sources, ToyAdapters.MODULE, in, out);
        assertThat(ToyAdapters.distance(sum, product(new ConcatMixture(), sources)))
                .isLessThan(1e-6 * ToyAdapters.norm(sum));
    }

    private static double[] product(Mixture mixture, List<Source> sources) {
        MixturePlan plan = mixture.plan(sources);
        return ToyAdapters.dense(
                plan.mix(ToyAdapters.MODULE).factors(),
                plan.config().scalingOf(ToyAdapters.MODULE));
    }

    private static List<Source> sources(int count, int in, int out, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(
                    ToyAdapters.random(
                            "entry" + i,
                            0.1 + random.nextDouble(),
                            1 + random.nextInt(24),
                            in,
                            out,
                            random));
        }
        return sources;
    }

    /// `(σᵣ − σᵣ₊₁)/σ₁`.
    private static double gapAfter(double[] matrix, int out, int in, int rank) {
        double[] values = SmallSvd.of(out, in, matrix.clone()).values();
        if (rank >= values.length) {
            return 1;
        }
        return (values[rank - 1] - values[rank]) / values[0];
    }
}
