package lorica.hub.repository;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import lorica.hub.repository.HubException.Kind;

/// Keeps a body in memory, and never more than so many bytes of one.
record MemorySink(String what, int most, AtomicLong count) implements HubTransport.Sink {
    MemorySink(String what, int most) {
        this(what, most, new AtomicLong());
    }

    @Override
    public long taken() {
        return count.get();
    }

    @Override
    public BodySubscriber<byte[]> open(int status, HttpHeaders headers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new BodyTaker() {
            @Override
            void begin() {}

            @Override
            void take(ByteBuffer more) {
                if (bytes.size() + more.remaining() > most) {
                    throw new HubException(
                            Kind.LYING,
                            what,
                            "at most %,d bytes, as asked for".formatted(most),
                            "more of them");
                }
                byte[] copy = new byte[more.remaining()];
                more.get(copy);
                bytes.writeBytes(copy);
                count.addAndGet(copy.length);
            }

            @Override
            byte[] whole() {
                return bytes.toByteArray();
            }
        };
    }
}
