package lorica.cli;

import java.time.Duration;

/// Seconds by the clock since it was made or last read.
final class Stopwatch {
    private long start = System.nanoTime();

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /// As [#seconds], and starts again.
    double lap() {
        double seconds = seconds();
        start = System.nanoTime();
        return seconds;
    }

    /// Processor time of this process so far over all threads, 0 where the system does not tell.
    static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
                / 1e3;
    }
}
