package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// The iteration against the exact way.
class KrylovTruncationPropertyTest {
    @Property(tries = 60)
    void equalsTheExactWayOnDecayingSpectra(
            @ForAll @IntRange(min = 1, max = 200) int in,
            @ForAll @IntRange(min = 1, max = 200) int out,
            @ForAll @IntRange(min = 1, max = 16) int rank,
            @ForAll @IntRange(min = 1, max = 12) int terms,
            @ForAll long seed) {
        StackedFactors stacked = stacked(in, out, terms, 16, 0.85, seed);
        Truncation exact = ExactTruncation.of(stacked, rank);
        Truncation krylov = KrylovTruncation.of(stacked, rank);
        double scale = exact.report().normBefore();
        assertThat(krylov.report().residual()).isLessThanOrEqualTo(KrylovTruncation.TOLERANCE);
        assertThat(ToyAdapters.distance(product(exact, in, out), product(krylov, in, out)))
                .isLessThan(1e-6 * scale);
        assertThat(krylov.report().normAfter())
                .isCloseTo(exact.report().normAfter(), within(1e-9 * scale));
        assertThat(krylov.report().truncationError())
                .isCloseTo(
                        exact.report().truncationError(),
                        within(6 * krylov.report().uncertainty() + 1e-6 * scale));
    }

    @Property(tries = 20)
    void isNearTheBestOnFlatSpectra(
            @ForAll @IntRange(min = 20, max = 300) int in,
            @ForAll @IntRange(min = 20, max = 300) int out,
            @ForAll @IntRange(min = 1, max = 16) int rank,
            @ForAll @IntRange(min = 2, max = 40) int terms,
            @ForAll long seed) {
        StackedFactors stacked = stacked(in, out, terms, 16, 1, seed);
        Truncation exact = ExactTruncation.of(stacked, rank);
        Truncation krylov = KrylovTruncation.of(stacked, rank);
        assertThat(krylov.report().normAfter())
                .isBetween(
                        0.9999 * exact.report().normAfter(),
                        (1 + 1e-9) * exact.report().normAfter());
    }

    @Test
    void aSpectrumTooFlatForTheLimitIsNearTheBestAndSaysHowNear() {
        StackedFactors stacked = stacked(820, 760, 45, 16, 1, 5);
        Truncation exact = ExactTruncation.of(stacked, 16);
        Truncation krylov = KrylovTruncation.of(stacked, 16);
        ModuleReport report = krylov.report();
        assertThat(report.normAfter()).isGreaterThan(0.999 * exact.report().normAfter());
        assertThat(report.truncationError())
                .isCloseTo(
                        exact.report().truncationError(),
                        within(6 * report.uncertainty() + 1e-3 * report.normBefore()));
    }

    @Test
    void whatCancelsIsZero() {
        StackedFactors one = stacked(90, 80, 2, 16, 0.9, 3);
        List<StackedFactors.Term> terms = new ArrayList<>(one.terms());
        for (StackedFactors.Term term : one.terms()) {
            terms.add(
                    new StackedFactors.Held(-term.coefficient(), term.rank(), term.a(), term.b()));
        }
        Truncation krylov = KrylovTruncation.of(new StackedFactors("m", 90, 80, 64, terms), 16);
        assertThat(krylov.report().normBefore()).isZero();
        for (double value : krylov.values()) {
            assertThat(value).isZero();
        }
    }

    /// Terms whose ranks shrink by `decay` from one to the next.
    private static StackedFactors stacked(
            int in, int out, int terms, int rank, double decay, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<StackedFactors.Term> list = new ArrayList<>();
        double size = 1;
        for (int j = 0; j < terms; j++) {
            float[] a = ToyAdapters.gaussian(rank * in, random);
            for (int k = 0; k < rank; k++, size *= decay) {
                for (int t = 0; t < in; t++) {
                    a[k * in + t] *= (float) size;
                }
            }
            list.add(
                    new StackedFactors.Held(
                            0.1 + random.nextDouble(),
                            rank,
                            a,
                            ToyAdapters.gaussian(rank * out, random)));
        }
        return new StackedFactors("m", in, out, rank * terms, list);
    }

    private static double[] product(Truncation truncation, int in, int out) {
        double[] product = new double[out * in];
        for (int k = 0; k < truncation.values().length; k++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    product[o * in + i] +=
                            truncation.values()[k]
                                    * truncation.left()[k * out + o]
                                    * truncation.right()[k * in + i];
                }
            }
        }
        return product;
    }
}
