package lorica.hub.repository;

import java.time.Duration;
import java.util.Optional;

/// A hub that is out of reach, refuses, or sends something else than it announced.
public final class HubException extends RuntimeException {
    private final Kind kind;
    private final Optional<Duration> retryAfter;
    private final String text;

    /// What went wrong.
    public enum Kind {
        /// The user asked for no network.
        OFFLINE,
        /// No connection.
        UNREACHABLE,
        /// The hub wants a token, or one with more rights.
        DENIED,
        /// No such repository or file.
        MISSING,
        /// A status that says later: 408, 429, 5xx; a signed address that is out of date.
        BUSY,
        /// A connection that broke or fell silent.
        BROKEN,
        /// Something else than was announced.
        LYING;

        /// Whether the same request may succeed a little later.
        boolean passes() {
            return this == UNREACHABLE || this == BUSY || this == BROKEN;
        }
    }

    public HubException(Kind kind, String what, String expected, String found) {
        this(kind, what, expected, found, Optional.empty());
    }

    HubException(
            Kind kind, String what, String expected, String found, Optional<Duration> retryAfter) {
        this(kind, "%s: expected %s, found %s".formatted(what, expected, found), retryAfter);
    }

    private HubException(Kind kind, String text, Optional<Duration> retryAfter) {
        super(text);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.text = text;
    }

    /// The same, with more said of it.
    HubException saying(String more) {
        return new HubException(kind, text + more, retryAfter);
    }

    public Kind kind() {
        return kind;
    }

    /// How long the server asked to wait.
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
