package lorica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundTest {
    @Test
    void tasksRunOneAfterAnotherInTheirOrder() throws IOException {
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        try (Background background = new Background()) {
            for (int i = 0; i < 100; i++) {
                int task = i;
                background.start(() -> done.add(task));
                assertThat(done.size()).isGreaterThanOrEqualTo(task);
            }
            background.await();
            assertThat(done).isEqualTo(IntStream.range(0, 100).boxed().toList());
        }
    }

    @Test
    void aFailureReachesWhoStartsTheNextTask() throws IOException {
        try (Background background = new Background()) {
            background.start(
                    () -> {
                        throw new IOException("full");
                    });
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> background.start(() -> {}))
                    .withMessage("full");
            background.start(
                    () -> {
                        throw new IllegalStateException("wrong");
                    });
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(background::await)
                    .withMessage("wrong");
        }
    }

    @Test
    void closingWaitsForTheLastTask() throws IOException {
        List<String> done = new ArrayList<>();
        try (Background background = new Background()) {
            background.start(() -> done.add("last"));
        }
        assertThat(done).containsExactly("last");
    }
}
