package lorica.generate;

import lorica.storage.Parallel;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory.Existing;

/// How a generation runs; nothing here changes a byte of its result.
///
/// @param threads at least 1
/// @param existing what to do with an adapter that stands at the target
/// @param fetch brings adapters that receive weight and are not there
public record RunOptions(int threads, Existing existing, Progress progress, Fetch fetch) {
    public RunOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
    }

    /// Nothing is fetched.
    public RunOptions(int threads, Existing existing, Progress progress) {
        this(threads, existing, progress, Fetch.none());
    }

    public RunOptions withFetch(Fetch other) {
        return new RunOptions(threads, existing, progress, other);
    }

    /// All processors, nothing replaced, silent.
    public static RunOptions defaults() {
        return new RunOptions(Parallel.defaultThreads(), Existing.REFUSE, Progress.SILENT);
    }
}
