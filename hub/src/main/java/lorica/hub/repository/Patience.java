package lorica.hub.repository;

import java.time.Duration;

/// How long one goes on with a server that does not answer as it should.
///
/// @param retries further tries after one that failed; a try that brought bytes begins the count
///     anew
/// @param firstWait before the first of them; doubled before each further one
/// @param silence without a byte, after which a connection counts as broken
public record Patience(int retries, Duration firstWait, Duration silence) {
    /// A server that asks for more is taken at its word: the pull ends, and is resumed another day.
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    public Patience {
        if (retries < 0 || firstWait.isNegative() || !silence.isPositive()) {
            throw new IllegalArgumentException(
                    "hub: expected retries >= 0, a wait >= 0 and a silence > 0, found %d, %s and %s"
                            .formatted(retries, firstWait, silence));
        }
    }

    /// Five retries from one second on, 30 seconds of silence.
    public static Patience defaults() {
        return new Patience(5, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    public Patience withRetries(int further) {
        return new Patience(further, firstWait, silence);
    }

    public Patience withSilence(Duration longest) {
        return new Patience(retries, firstWait, longest);
    }
}
