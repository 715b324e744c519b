package lorica.train;

import java.time.Duration;
import java.util.OptionalLong;

/// When to stop before all work is done.
///
/// @param end by `System.nanoTime`; empty for never
public record TimeLimit(OptionalLong end) {
    public static TimeLimit none() {
        return new TimeLimit(OptionalLong.empty());
    }

    /// So much time from now.
    public static TimeLimit in(Duration duration) {
        return new TimeLimit(OptionalLong.of(System.nanoTime() + duration.toNanos()));
    }

    public boolean passed() {
        return end.isPresent() && System.nanoTime() - end.getAsLong() >= 0;
    }
}
