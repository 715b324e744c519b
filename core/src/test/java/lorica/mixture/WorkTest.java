package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Work and heap decide which way a module goes and how many go at once: checked against the
/// formulas of the documentation, in numbers.
class WorkTest {
    private static final String Q = ToyAdapters.MODULE;

    @Test
    void theExactWayCostsItsTwoQrTheCoreAndItsSvd() {
        // 2·R²·(in + out) + R³ + 20·R³
        assertThat(ExactTruncation.cost(empty(300, 200, 100)))
                .isEqualTo(2.0 * 10_000 * 500 + 1e6 + 20e6);
        // A side that is no longer than R needs no QR.
        assertThat(ExactTruncation.cost(empty(300, 50, 100)))
                .isEqualTo(2.0 * 10_000 * 300 + 50 * 100 * 100 + 20.0 * 50 * 100 * 50);
        assertThat(ExactTruncation.cost(empty(50, 300, 100)))
                .isEqualTo(2.0 * 10_000 * 300 + 50 * 100 * 100 + 20.0 * 50 * 100 * 50);
        assertThat(ExactTruncation.cost(empty(100, 100, 100))).isEqualTo(21e6);
    }

    @Test
    void theIterationCostsTwelveStepsOfABlock() {
        assertThat(KrylovTruncation.cost(empty(300, 200, 100), 16))
                .isEqualTo(2.0 * 12 * 24 * 100 * 500);
    }

    @Test
    void theExactWayTakesWhatTheIterationDoesNotSave() {
        // 2·R·512 + 21·R² ≤ 4·24·24·512 up to R = 213
        for (int terms : new int[] {13, 14}) {
            List<Source> sources = sources(terms, 16, 256, 256);
            MixturePlan plan = DeltaMixture.atSourceRank().plan(sources);
            ModuleReport report = plan.mix(Q).report();
            StackedFactors stacked = StackedFactors.of(plan, Q);
            assertThat(report.method())
                    .isEqualTo(
                            terms == 13 ? ModuleReport.Method.QR_SVD : ModuleReport.Method.KRYLOV);
            assertThat(plan.mixture().workingBytes(plan, Q))
                    .isEqualTo(
                            terms == 13
                                    ? ExactTruncation.workingBytes(stacked)
                                    : KrylovTruncation.workingBytes(stacked, 16));
        }
    }

    @Test
    void heapIsThatOfTheArraysHeldAtOnce() {
        StackedFactors tall = empty(300, 200, 100);
        StackedFactors wide = empty(30, 200, 100);
        // rows of both sides before and after their QR, and three cores
        assertThat(ProductCore.workingBytes(tall)).isEqualTo(8L * (2 * 50_000 + 3 * 10_000));
        assertThat(ProductCore.workingBytes(wide)).isEqualTo(8L * (2 * 23_000 + 3 * 3_000));
        assertThat(ExactTruncation.workingBytes(tall))
                .isEqualTo(8L * (2 * 50_000 + 3 * 10_000) + 6 * 8 * 10_000);
        assertThat(ExactTruncation.workingBytes(wide))
                .isEqualTo(8L * (2 * 23_000 + 3 * 3_000) + 6 * 8 * 3_000);
        // two bases of 640 + block, 8 blocks, and 8 matrices of that extent
        assertThat(KrylovTruncation.workingBytes(tall, 16))
                .isEqualTo(8L * ((664 + 8 * 24) * 500L + 8 * 664L * 664));
        assertThat(KrylovTruncation.workingBytes(tall, 192))
                .isEqualTo(8L * ((1000 + 8 * 200) * 500L + 8 * 1000L * 1000));
        assertThat(Frobenius.workingBytes(empty(300, 200, 512)))
                .isEqualTo(ProductCore.workingBytes(empty(300, 200, 512)));
        assertThat(Frobenius.workingBytes(empty(300, 200, 513))).isEqualTo(8L * 4 * 32 * 500);
    }

    @Test
    void theOtherMixturesHoldTheirFactorsAndTheNorm() {
        List<Source> sources = sources(3, 16, 40, 30);
        MixturePlan factors = new FactorMixture().plan(sources);
        long norm = Frobenius.workingBytes(StackedFactors.of(factors, Q));
        assertThat(factors.mixture().workingBytes(factors, Q)).isEqualTo(2 * 8 * 16 * 70 + norm);
        MixturePlan concat = new ConcatMixture().plan(sources);
        assertThat(concat.mixture().workingBytes(concat, Q)).isEqualTo(norm);
    }

    @Test
    void asManyModulesGoAtOnceAsFitButOneAtLeast() {
        MixturePlan plan = new ConcatMixture().plan(sources(3, 16, 40, 30));
        long bytes = plan.mixture().workingBytes(plan, Q);
        assertThat(plan.threadsWithin(3 * bytes, 8)).isEqualTo(3);
        assertThat(plan.threadsWithin(3 * bytes - 1, 8)).isEqualTo(2);
        assertThat(plan.threadsWithin(100 * bytes, 8)).isEqualTo(8);
        assertThat(plan.threadsWithin(1, 8)).isEqualTo(1);
    }

    @Test
    void roundingGrowsWithTheFactors() {
        StackedFactors stacked =
                new StackedFactors(
                        "m",
                        2,
                        3,
                        2,
                        List.of(
                                new StackedFactors.Held(
                                        0.5, 1, new float[] {3, 4}, new float[] {2, 2, 1}),
                                new StackedFactors.Held(
                                        2, 1, new float[] {0, 12}, new float[] {0, 0, 3})));
        // ‖a‖² = 25 + 144, ‖c·b‖² = ¼·9 + 4·9
        assertThat(stacked.rounding())
                .isCloseTo(Math.ulp(1.0) * Math.sqrt(3 * 169 * 38.25), within(1e-24));
    }

    private static StackedFactors empty(int in, int out, int rank) {
        return new StackedFactors("m", in, out, rank, List.of());
    }

    private static List<Source> sources(int count, int rank, int in, int out) {
        SplittableRandom random = new SplittableRandom(5);
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> ToyAdapters.random("entry" + i, 0.1, rank, in, out, random))
                .toList();
    }
}
