package lorica.generate;

import java.time.Duration;
import java.util.List;
import lorica.bank.DamagedBlob;

/// What was read and computed to know the datasets of a bank.
///
/// @param datasetsRead dataset files that were tokenised
/// @param tokens number of tokens in them
/// @param tokenising time spent on that, by the clock, all threads together
/// @param countsRead kept token counts that were read
/// @param fingerprintsRead kept fingerprints that were read
/// @param fingerprintsComputed fingerprints computed from counts
/// @param damaged kept blobs that were not trusted, and computed again
/// @param unkept blobs that could not be written, with the reason
public record IndexReport(
        long datasetsRead,
        long tokens,
        Duration tokenising,
        long countsRead,
        long fingerprintsRead,
        long fingerprintsComputed,
        List<DamagedBlob> damaged,
        List<String> unkept) {
    public IndexReport {
        damaged = List.copyOf(damaged);
        unkept = List.copyOf(unkept);
    }

    /// Tokens a second while datasets were read; 0 where none was.
    public double tokensPerSecond() {
        return tokens == 0 ? 0 : tokens / (tokenising.toNanos() / 1e9);
    }
}
