package lorica.cli;

import java.io.IOException;

/// What some work took: seconds by the clock, and of the processor over all threads of this
/// process.
record Cost(double seconds, double processor) {
    /// More than anything takes.
    static final Cost ENDLESS = new Cost(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /// Work that may fail on a file.
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    static Cost of(Work work) throws IOException {
        double before = Stopwatch.processorSeconds();
        Stopwatch watch = new Stopwatch();
        work.run();
        return new Cost(watch.seconds(), Stopwatch.processorSeconds() - before);
    }

    /// The least of both, which may be of different runs.
    static Cost best(int runs, Work work) throws IOException {
        Cost best = ENDLESS;
        for (int i = 0; i < runs; i++) {
            best = best.or(of(work));
        }
        return best;
    }

    /// The lesser seconds and the lesser processor time of two.
    Cost or(Cost other) {
        return new Cost(Math.min(seconds, other.seconds()), Math.min(processor, other.processor()));
    }
}
