package lorica.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One task at a time beside the caller's own work, such as writing what is made while the next
/// is being made.
///
/// Whoever starts or awaits sees the failure of the task before. Closing waits for the last task
/// and forgets its failure: [#await] first where it matters.
public final class Background implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(work -> Thread.ofPlatform().daemon().unstarted(work));
    private Future<?> running = CompletableFuture.completedFuture("nothing");

    /// A task that may fail on a file.
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /// Waits for the task before, then starts this one and returns.
    public void start(Work work) throws IOException {
        await();
        running =
                thread.submit(
                        () -> {
                            work.run();
                            return "done";
                        });
    }

    /// Waits for the last task.
    public void await() throws IOException {
        Future<?> last = running;
        running = CompletableFuture.completedFuture("seen");
        try {
            last.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a file");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
