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
    @Property(tries = 60, seed = "1")
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

    @Property(tries = 20, seed = "1")
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
    void aFlatSpectrumNearTheLimitIsNearTheBest() {
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
    void aSpectrumTooFlatForTheLimitSaysHowFarItsTriplesAreFromSettled() {
        StackedFactors stacked = diagonal(1400, 1300, 1200);
        Truncation krylov = KrylovTruncation.of(stacked, 16);
        double[] images = stacked.multiplyTransposed(krylov.left(), 16);
        double largest = 0;
        for (int k = 0; k < 16; k++) {
            double square = 0;
            for (int t = 0; t < 1400; t++) {
                double off =
                        images[k * 1400 + t] - krylov.values()[k] * krylov.right()[k * 1400 + t];
                square += off * off;
            }
            largest = Math.max(largest, Math.sqrt(square));
        }
        assertThat(krylov.report().residual())
                .isGreaterThan(KrylovTruncation.TOLERANCE)
                .isCloseTo(largest / krylov.values()[0], within(1e-10));
        double best = 0;
        for (int k = 0; k < 16; k++) {
            best += Math.pow(1 - 0.5f * k / 1200, 2);
        }
        assertThat(krylov.report().normAfter())
                .isBetween(0.999 * Math.sqrt(best), Math.sqrt(best) * (1 + 1e-9));
    }

    @Test
    void anUpdateThousandTimesAsLargeIsTruncatedAlike() {
        for (double decay : new double[] {0.9, 1}) {
            StackedFactors small = stacked(820, 760, 45, 16, decay, 6);
            List<StackedFactors.Term> terms = new ArrayList<>();
            for (StackedFactors.Term term : small.terms()) {
                terms.add(
                        new StackedFactors.Held(
                                1024 * term.coefficient(), term.rank(), term.a(), term.b()));
            }
            StackedFactors large = new StackedFactors("m", 820, 760, 720, terms);
            ModuleReport one = KrylovTruncation.of(small, 16).report();
            ModuleReport other = KrylovTruncation.of(large, 16).report();
            assertThat(other.normBefore()).isEqualTo(1024 * one.normBefore());
            assertThat(other.normAfter()).isEqualTo(1024 * one.normAfter());
            assertThat(other.truncationError()).isEqualTo(1024 * one.truncationError());
            assertThat(other.uncertainty()).isEqualTo(1024 * one.uncertainty());
            assertThat(other.residual()).isEqualTo(one.residual());
            assertThat(one.truncationError())
                    .isCloseTo(
                            Math.sqrt(
                                    one.normBefore() * one.normBefore()
                                            - one.normAfter() * one.normAfter()),
                            within(1e-6 * one.normBefore()));
            assertThat(one.uncertainty()).isBetween(0.0, 0.2 * one.truncationError());
        }
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

    /// Singular values that fall evenly from 1 to ½.
    private static StackedFactors diagonal(int in, int out, int rank) {
        List<StackedFactors.Term> terms = new ArrayList<>();
        for (int first = 0; first < rank; first += 16) {
            float[] a = new float[16 * in];
            float[] b = new float[16 * out];
            for (int k = 0; k < 16; k++) {
                a[k * in + first + k] = 1 - 0.5f * (first + k) / rank;
                b[k * out + first + k] = 1;
            }
            terms.add(new StackedFactors.Held(1, 16, a, b));
        }
        return new StackedFactors("m", in, out, rank, terms);
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
