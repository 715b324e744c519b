package lorica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 1_000).boxed().toList();

    @Test
    void resultsStandInTheOrderOfTheItemsAtAnyNumberOfThreads() throws IOException {
        for (int threads : new int[] {1, 2, 3, 16}) {
            assertThat(Parallel.map(ITEMS, threads, item -> item * 2))
                    .isEqualTo(ITEMS.stream().map(item -> item * 2).toList());
        }
        assertThat(Parallel.map(List.<Integer>of(), 4, item -> item)).isEmpty();
    }

    @Test
    void theFailureIsThrownAsItIsAndStopsTheOthers() {
        for (int threads : new int[] {1, 4}) {
            AtomicInteger started = new AtomicInteger();
            assertThatThrownBy(
                            () ->
                                    Parallel.map(
                                            ITEMS,
                                            threads,
                                            item -> {
                                                started.incrementAndGet();
                                                if (item == 10) {
                                                    throw new IOException("disk is full");
                                                }
                                                return item;
                                            }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk is full");
            assertThat(started.get()).isLessThan(ITEMS.size());
        }
    }

    @Test
    void noThreadsAreRefused() {
        assertThatThrownBy(() -> Parallel.map(ITEMS, 0, item -> item))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads");
    }
}
