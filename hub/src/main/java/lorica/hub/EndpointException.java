package lorica.hub;

import java.net.URI;

/// An endpoint that is down, slow, busy, refuses, or answers what is no completion.
public final class EndpointException extends RuntimeException {
    private final Kind kind;

    /// What went wrong.
    public enum Kind {
        /// No connection, or one that broke.
        DOWN,
        /// No whole answer in time.
        SLOW,
        /// An HTTP status that says later: 408, 429, 5xx.
        BUSY,
        /// An HTTP status that says no.
        REFUSED,
        /// An answer that is no completion.
        LYING;

        /// Whether the same request may succeed a little later.
        boolean passes() {
            return this == DOWN || this == SLOW || this == BUSY;
        }
    }

    public EndpointException(Kind kind, URI address, String expected, String found) {
        super("%s: expected %s, found %s".formatted(address, expected, found));
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
