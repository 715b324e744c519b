package lorica.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// One task an item on several threads; the results stand in the order of the items, so that the
/// number of threads changes nothing.
///
/// The first failure, in the order of the items that were started, stops the others and is thrown
/// as it is.
public final class Parallel {
    private Parallel() {}

    /// A task that may fail on a file.
    @FunctionalInterface
    public interface Task<T, R> {
        R run(T item) throws IOException;
    }

    /// The number of threads that a machine gives by default.
    public static int defaultThreads() {
        return Runtime.getRuntime().availableProcessors();
    }

    /// Runs `task` for every item.
    ///
    /// @param threads at least 1
    public static <T, R> List<R> map(List<T> items, int threads, Task<T, R> task)
            throws IOException {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
        int workers = Math.min(threads, items.size());
        if (workers <= 1) {
            List<R> results = new ArrayList<>(items.size());
            for (T item : items) {
                results.add(task.run(item));
            }
            return results;
        }
        List<Slot<R>> slots = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            slots.add(new Slot<>());
        }
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>(workers);
        try (ExecutorService pool = Executors.newFixedThreadPool(workers, Parallel::daemon)) {
            for (int worker = 0; worker < workers; worker++) {
                running.add(
                        pool.submit(
                                () -> {
                                    for (int i = next.getAndIncrement();
                                            i < slots.size() && !stopped.get();
                                            i = next.getAndIncrement()) {
                                        slots.get(i).run(items.get(i), task, stopped);
                                    }
                                }));
            }
            for (Future<?> worker : running) {
                await(worker);
            }
        }
        List<R> results = new ArrayList<>(slots.size());
        for (Slot<R> slot : slots) {
            slot.rethrow();
        }
        for (Slot<R> slot : slots) {
            results.addAll(slot.value);
        }
        return results;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "lorica-parallel");
        thread.setDaemon(true);
        return thread;
    }

    private static void await(Future<?> worker) throws IOException {
        try {
            worker.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while working in parallel");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed outside its task", e);
        }
    }

    /// One item's result or failure; written by one worker, read after all have ended.
    private static final class Slot<R> {
        private List<R> value = List.of();
        private List<Throwable> failure = List.of();

        <T> void run(T item, Task<T, R> task, AtomicBoolean stopped) {
            try {
                value = List.of(task.run(item));
            } catch (IOException | RuntimeException | Error e) {
                failure = List.of(e);
                stopped.set(true);
            }
        }

        void rethrow() throws IOException {
            if (failure.isEmpty()) {
                return;
            }
            switch (failure.getFirst()) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure.getFirst());
            }
        }
    }
}
