package lorica.cli;

import java.util.concurrent.atomic.AtomicLong;
import lorica.storage.Progress;

/// Progress as a passing line, ten times a second at most.
final class ScreenProgress implements Progress {
    private static final long INTERVAL_NANOS = 100_000_000;

    private final Screen screen;
    private final AtomicLong shown = new AtomicLong(System.nanoTime());

    ScreenProgress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void at(String what, long done, long total) {
        long now = System.nanoTime();
        long last = shown.get();
        if (now - last >= INTERVAL_NANOS && shown.compareAndSet(last, now)) {
            screen.progress("%s %,d of %,d".formatted(what, done, total));
        }
    }
}
