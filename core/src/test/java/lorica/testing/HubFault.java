package lorica.testing;

import java.time.Duration;
import java.util.Optional;

/// One way in which a hub, or the store that it sends its callers to, does not do what was asked.
public sealed interface HubFault {
    /// A status in place of an answer.
    ///
    /// @param retryAfter the header of this name
    record Status(int code, Optional<String> retryAfter) implements HubFault {
        public Status(int code) {
            this(code, Optional.empty());
        }
    }

    /// The connection breaks after so many bytes of the body.
    record Cut(int bytes) implements HubFault {}

    /// The body is announced and sent with so many bytes more than there are, or fewer.
    record WrongLength(int more) implements HubFault {}

    /// One byte of the body is another; checksum and length are stated as if it were not.
    record WrongBytes() implements HubFault {}

    /// Another checksum than the listing's stands in the headers.
    record WrongEtag() implements HubFault {}

    /// A range that was asked for is ignored: the whole file comes, with status 200.
    record RangeIgnored() implements HubFault {}

    /// Other bytes come than those asked for.
    record WrongRange() implements HubFault {}

    /// Nothing comes any more after so many bytes of the body; the connection stays open.
    record Stall(int bytes) implements HubFault {}

    /// The body comes in pieces of so many bytes, with pauses between them.
    record Slow(int bytes, Duration pause) implements HubFault {}

    /// A redirect to this address.
    record Redirect(String to) implements HubFault {}

    /// This text in place of the answer, with status 200.
    record Text(String body) implements HubFault {}
}
