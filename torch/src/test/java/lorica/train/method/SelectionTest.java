package lorica.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which columns the sparse methods reach.
class SelectionTest {
    private static int[] columns(AdapterMethod method, int in, int link) {
        Adaptation adaptation =
                method.adaptation(new Site(in, 7, link, new SplittableRandom(link)));
        return switch (adaptation) {
            case Adaptation.Factors factors -> ((Factor.Units) factors.a()).places();
            case Adaptation.Columns sparse -> sparse.columns();
            case Adaptation.Weights weights -> weights.columns();
            case Adaptation.Rows rows -> throw new AssertionError(rows);
        };
    }

    private static LowRank rank(int rank) {
        LowRank defaults = LowRank.defaults();
        return new LowRank(rank, 2.0 * rank, defaults.scaling(), 0, defaults.targets(), 0);
    }

    private static CirculantChain chain(int rank, int links) {
        return new CirculantChain(rank(rank), links, Frozen.A);
    }

    @Test
    void aWindowThatDividesTheColumnsTouchesEachOnceInKLinks() {
        Set<Integer> touched = new TreeSet<>();
        for (int link = 0; link < 4; link++) {
            for (int column : columns(chain(3, 4), 12, link)) {
                assertThat(touched.add(column)).as("column %d in link %d", column, link).isTrue();
            }
        }
        assertThat(touched).containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
    }

    @Test
    void aWindowThatDoesNotDivideThemWrapsOverTheTail() {
        assertThat(columns(chain(4, 3), 10, 1)).containsExactly(4, 5, 6, 7);
        assertThat(columns(chain(4, 3), 10, 2)).containsExactly(8, 9, 0, 1);
        assertThat(columns(chain(4, 9), 10, 5)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void kLinksHaveKMinusOneResetsAndTheLastTakesTheRest() {
        AdapterMethod method = chain(4, 3);
        int[] links = IntStream.range(0, 11).map(step -> method.link(step, 11)).toArray();
        assertThat(links).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2);
        assertThat(IntStream.range(0, 3).map(link -> method.firstStep(link, 11)).toArray())
                .containsExactly(0, 3, 6);
    }

    @Test
    void scatteredColumnsAreDistinctAscendingAndReachEverywhere() {
        SplittableRandom random = new SplittableRandom(1);
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            int[] drawn = Selection.SCATTERED.draw(13, 4, random);
            assertThat(drawn).hasSize(4).doesNotHaveDuplicates().isSorted();
            IntStream.of(drawn).forEach(seen::add);
        }
        assertThat(seen).hasSize(13);
        assertThat(Selection.SCATTERED.draw(4, 4, random)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void theWindowOfAlgorithmTwoReachesOnlyTheFirstColumns() {
        SplittableRandom random = new SplittableRandom(2);
        Set<Integer> starts = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            int[] drawn = Selection.WINDOW.draw(17, 4, random);
            starts.add(drawn[0]);
            assertThat(drawn).hasSize(4).isSorted();
            assertThat(drawn[3]).isEqualTo(drawn[0] + 3);
        }
        assertThat(starts).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aRankAboveTheColumnsIsRefused() {
        assertThatThrownBy(() -> Selection.WINDOW.draw(3, 4, new SplittableRandom(0)))
                .hasMessageContainingAll("at most the 3 columns", "found 4");
    }

    @Test
    void everyNameMakesTheMethodOfThatName() {
        for (MethodName name : MethodName.values()) {
            assertThat(MethodName.of(name.text())).isEqualTo(name);
            assertThat(name.method(LowRank.defaults(), MethodName.Choices.defaults()).name())
                    .isEqualTo(name);
        }
        assertThatThrownBy(() -> MethodName.of("dora")).hasMessageContainingAll("c3la", "'dora'");
    }

    @Test
    void pacaHasNoPlaceForDropout() {
        LowRank dropped =
                new LowRank(4, 8, LowRank.defaults().scaling(), 0.1, LowRank.ALL_LINEAR, 0);
        assertThatThrownBy(() -> new Paca(dropped)).hasMessageContaining("dropout");
    }
}
