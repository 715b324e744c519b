package lorica.hub.repository;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Counts the tries of one question that failed, and waits between them.
final class Tries {
    private final Patience patience;
    private int failed;
    private Duration wait;

    Tries(Patience patience) {
        this.patience = patience;
        wait = patience.firstWait();
    }

    /// After a try that failed and yet brought something.
    void beginAnew() {
        failed = 0;
        wait = patience.firstWait();
    }

    /// Waits before the next try: as long as the server asks for, else longer each time.
    ///
    /// @throws HubException the same, where there is to be none
    void waitAfter(HubException failure) throws InterruptedIOException {
        if (!failure.kind().passes()) {
            throw failure;
        }
        failed++;
        Duration pause = failure.retryAfter().orElseGet(this::jittered);
        if (pause.compareTo(Patience.LONGEST_WAIT) > 0) {
            throw failure.saying(
                    "; it asks to wait %,d s: run this again then, what came is kept"
                            .formatted(pause.toSeconds()));
        }
        if (failed > patience.retries()) {
            throw failure.saying(
                    " (%d tries); run this again, what came is kept".formatted(failed));
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the hub");
        }
        wait = wait.multipliedBy(2);
    }

    /// So that many who failed together do not come back together.
    private Duration jittered() {
        return wait.multipliedBy(100 + ThreadLocalRandom.current().nextInt(25)).dividedBy(100);
    }
}
