package lorica.distribution;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// One reader and several workers over a bounded queue of batches; every worker adds to a tally of
/// its own, and the tallies are joined at the end.
///
/// The first failure of a worker ends the reading and is thrown.
final class BatchCrew {
    private static final int BATCHES_A_WORKER = 4;
    private static final long LOOK_AFTER_MILLIS = 50;

    private BatchCrew() {}

    /// Where batches come from: an empty one is the last.
    interface Reader<B> {
        List<B> next() throws IOException;
    }

    /// @param threads at least 1; with 1, everything runs in the calling thread
    static <B, T> T run(
            int threads,
            Reader<B> reader,
            Supplier<T> tally,
            BiConsumer<List<B>, T> work,
            BiConsumer<T, T> join)
            throws IOException {
        List<B> first = reader.next();
        List<B> second = first.isEmpty() ? first : reader.next();
        if (threads == 1 || second.isEmpty()) {
            T own = tally.get();
            work.accept(first, own);
            for (List<B> batch = second; !batch.isEmpty(); batch = reader.next()) {
                work.accept(batch, own);
            }
            return own;
        }
        BlockingQueue<List<B>> queue = new ArrayBlockingQueue<>(BATCHES_A_WORKER * threads);
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<T>> workers = new ArrayList<>(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(() -> drain(queue, failed, tally.get(), work)));
            }
            try {
                offer(queue, first, failed);
                for (List<B> batch = second;
                        !batch.isEmpty() && !failed.get();
                        batch = reader.next()) {
                    offer(queue, batch, failed);
                }
            } finally {
                offer(queue, List.of(), failed);
            }
            T total = tally.get();
            for (Future<T> worker : workers) {
                join.accept(total, worker.get());
            }
            return total;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while counting");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Waits for room in the queue, unless a worker has failed.
    private static <B> void offer(BlockingQueue<List<B>> queue, List<B> batch, AtomicBoolean failed)
            throws InterruptedException {
        while (!queue.offer(batch, LOOK_AFTER_MILLIS, TimeUnit.MILLISECONDS)) {
            if (failed.get()) {
                return;
            }
        }
    }

    /// Works until the empty batch, which it leaves for the others, or until a worker has failed.
    private static <B, T> T drain(
            BlockingQueue<List<B>> queue, AtomicBoolean failed, T own, BiConsumer<List<B>, T> work)
            throws InterruptedException {
        try {
            for (List<B> batch = queue.take();
                    !batch.isEmpty() && !failed.get();
                    batch = queue.take()) {
                work.accept(batch, own);
            }
            return own;
        } catch (RuntimeException e) {
            failed.set(true);
            throw e;
        } finally {
            boolean unused = queue.offer(List.of()); // full only when others need no end to stop
        }
    }
}
