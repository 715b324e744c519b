package lorica.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hub on this machine that behaves as huggingface.co does, and misbehaves as told.
///
/// ```
/// GET /api/models?author=A&limit=N            a page; Link: <…>; rel="next" where there is another
/// GET /api/models/ORG/NAME/revision/REV       commit, licence, siblings with sizes and checksums
/// GET|HEAD /ORG/NAME/resolve/REV/PATH         small files at once, with ETag and X-Repo-Commit;
///                                             large ones: 302 to a signed address of the store,
///                                             with X-Linked-Etag and X-Linked-Size
/// GET STORE/SHA256?signature=…                the bytes; ranges
/// ```
///
/// The same below `/api/datasets` and `/datasets`. The store is another port: another host, for
/// whoever guards a token. Source: the hub's documentation, and what huggingface_hub expects.
public final class TestHub implements AutoCloseable {
    /// Which of the two servers.
    public enum Host {
        HUB,
        STORE
    }

    /// A request as it came, and how it was answered.
    ///
    /// @param sent bytes of the body
    public record Request(
            Host host,
            String method,
            String target,
            Map<String, String> headers,
            int status,
            long sent) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    private record Planned(String part, HubFault fault, int[] left) {}

    private final Map<String, HubFiles> repositories = new TreeMap<>();
    private final List<Planned> faults = new ArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer hub;
    private final HttpServer store;
    private Optional<String> token = Optional.empty();
    private Consumer<Request> listener = request -> {};
    private int pageSize = 1000;

    private TestHub() throws IOException {
        hub = serve(Host.HUB);
        store = serve(Host.STORE);
    }

    public static TestHub start() throws IOException {
        return new TestHub();
    }

    private HttpServer serve(Host host) throws IOException {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(free, 0);
        server.createContext(
                "/",
                exchange -> {
                    underWay.incrementAndGet();
                    new HubAnswer(this, host, exchange).send();
                });
        server.setExecutor(threads);
        server.start();
        return server;
    }

    /// What a client is given as the hub's address.
    public String address() {
        return address(hub);
    }

    public String storeAddress() {
        return address(store);
    }

    private static String address(HttpServer server) {
        return "http://%s:%d"
                .formatted(
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        server.getAddress().getPort());
    }

    /// Puts a repository there, or another commit of one that is there.
    ///
    /// @param path `ORG/NAME` for a model, `datasets/ORG/NAME` for a dataset
    public TestHub with(String path, HubFiles files) {
        synchronized (repositories) {
            repositories.put(path, files);
        }
        return this;
    }

    /// Plans a fault for the next requests whose target contains a text.
    public TestHub fault(String part, int times, HubFault fault) {
        synchronized (faults) {
            faults.add(new Planned(part, fault, new int[] {times}));
        }
        return this;
    }

    /// Everything below the hub's address needs this token.
    public TestHub withToken(String secret) {
        token = Optional.of(secret);
        return this;
    }

    public TestHub withPageSize(int repositoriesAPage) {
        pageSize = repositoriesAPage;
        return this;
    }

    /// Tells somebody of every request, once it is answered.
    public TestHub withListener(Consumer<Request> told) {
        listener = told;
        return this;
    }

    /// All requests, in the order of their answers; waits for those that are being answered, but
    /// not for ever: some are to stay without an end.
    public List<Request> requests() {
        for (int wait = 0; wait < 100 && underWay.get() > 0; wait++) {
            HubAnswer.sleep(Duration.ofMillis(10));
        }
        return List.copyOf(requests);
    }

    /// Bytes sent in answers to requests whose target contains a text.
    public long sent(String part) {
        return requests().stream()
                .filter(request -> request.target().contains(part))
                .mapToLong(Request::sent)
                .sum();
    }

    Optional<HubFault> fault(String target) {
        synchronized (faults) {
            for (Planned planned : faults) {
                if (target.contains(planned.part()) && planned.left()[0]-- > 0) {
                    return Optional.of(planned.fault());
                }
            }
            return Optional.empty();
        }
    }

    SortedMap<String, HubFiles> repositories() {
        synchronized (repositories) {
            return new TreeMap<>(repositories);
        }
    }

    Optional<HubFiles> repository(String path) {
        return Optional.ofNullable(repositories().get(path));
    }

    boolean admits(@Nullable String authorization) {
        return token.isEmpty() || ("Bearer " + token.get()).equals(authorization);
    }

    int pageSize() {
        return pageSize;
    }

    void answered(Request request) {
        requests.add(request);
        listener.accept(request);
        underWay.decrementAndGet();
    }

    void awaitEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        hub.stop(0);
        store.stop(0);
        threads.shutdownNow();
    }
}
