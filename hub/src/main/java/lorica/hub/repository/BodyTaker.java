package lorica.hub.repository;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/// Takes a body piece by piece; its first failure ends the answer.
abstract class BodyTaker implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private final CompletableFuture<Subscription> source = new CompletableFuture<>();

    /// Before the first piece.
    abstract void begin() throws IOException;

    abstract void take(ByteBuffer bytes) throws IOException;

    /// What the answer's body is once everything was taken.
    abstract byte[] whole();

    /// Takes nothing, for this reason.
    static BodyTaker refusing(HubException reason) {
        return new BodyTaker() {
            @Override
            void begin() {
                throw reason;
            }

            @Override
            void take(ByteBuffer bytes) {
                throw reason;
            }

            @Override
            byte[] whole() {
                throw reason;
            }
        };
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source.complete(subscription);
        try {
            begin();
            subscription.request(1);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                take(buffer);
            }
            source.join().request(1);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        source.join().cancel();
        done.completeExceptionally(
                e instanceof IOException disk ? new HubTransport.SinkFailure(disk) : e);
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        try {
            done.complete(whole());
        } catch (HubException e) {
            done.completeExceptionally(e);
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return done;
    }
}
