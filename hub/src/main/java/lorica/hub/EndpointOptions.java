package lorica.hub;

import java.time.Duration;
import java.util.Optional;

/// How patient, how parallel, and how known one is to a server.
///
/// @param timeout for one whole answer
/// @param retries further tries after no connection, no answer in time, or HTTP 408, 429 and 5xx
/// @param firstWait before the first retry; doubled before each further one
/// @param parallel requests under way at a time
/// @param key sent as a bearer token
public record EndpointOptions(
        Duration timeout, int retries, Duration firstWait, int parallel, Optional<String> key) {
    public EndpointOptions {
        if (!timeout.isPositive() || firstWait.isNegative()) {
            throw new IllegalArgumentException(
                    "endpoint: expected a time-out > 0 and a wait >= 0, found %s and %s"
                            .formatted(timeout, firstWait));
        }
        if (retries < 0 || parallel < 1) {
            throw new IllegalArgumentException(
                    "endpoint: expected retries >= 0 and parallel >= 1, found %d and %d"
                            .formatted(retries, parallel));
        }
    }

    /// Two minutes, three retries from one second on, four at a time, no key.
    public static EndpointOptions defaults() {
        return new EndpointOptions(
                Duration.ofMinutes(2), 3, Duration.ofSeconds(1), 4, Optional.empty());
    }

    public EndpointOptions withTimeout(Duration longest) {
        return new EndpointOptions(longest, retries, firstWait, parallel, key);
    }

    public EndpointOptions withRetries(int further, Duration wait) {
        return new EndpointOptions(timeout, further, wait, parallel, key);
    }

    public EndpointOptions withParallel(int requests) {
        return new EndpointOptions(timeout, retries, firstWait, requests, key);
    }

    public EndpointOptions withKey(String token) {
        return new EndpointOptions(timeout, retries, firstWait, parallel, Optional.of(token));
    }

    /// Without the key.
    @Override
    public String toString() {
        return "EndpointOptions[timeout=%s, retries=%d, firstWait=%s, parallel=%d]"
                .formatted(timeout, retries, firstWait, parallel);
    }
}
