package lorica.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import lorica.hub.EndpointException.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against a server on this machine that misbehaves as told.
class CompletionsEndpointTest {
    private static final CompletionRequest REQUEST =
            new CompletionRequest(
                    "base", new EndpointAdapter.ServerDefault(), 8, Optional.of("\n"));
    private static final EndpointOptions QUICK =
            EndpointOptions.defaults().withRetries(2, Duration.ofMillis(1));

    private final Queue<JsonNode> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Optional<HttpServer> server = Optional.empty();

    private interface Behaviour {
        void answer(HttpExchange exchange, int request) throws IOException;
    }

    @BeforeEach
    void nothingIsAskedYet() {
        bodies.clear();
    }

    @AfterEach
    void stop() {
        stuck.countDown();
        server.ifPresent(running -> running.stop(0));
        threads.shutdownNow();
    }

    private CompletionsEndpoint start(EndpointOptions options, Behaviour behaviour)
            throws IOException {
        HttpServer started =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext(
                "/v1/completions",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    int number;
                    synchronized (bodies) {
                        bodies.add(JsonMapper.shared().readTree(body));
                        number = bodies.size();
                    }
                    List<String> key =
                            exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
                    keys.addAll(key);
                    behaviour.answer(exchange, number);
                });
        started.setExecutor(threads);
        started.start();
        server = Optional.of(started);
        return CompletionsEndpoint.of(
                "http://%s:%d"
                        .formatted(
                                InetAddress.getLoopbackAddress().getHostAddress(),
                                started.getAddress().getPort()),
                options);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String completion(String text) {
        return "{\"choices\":[{\"index\":0,\"text\":\"" + text + "\",\"finish_reason\":\"stop\"}]}";
    }

    @Test
    void completionsComeInTheOrderOfThePrompts() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(
                        QUICK,
                        (exchange, request) -> {
                            send(exchange, 200, completion("answer"));
                        })) {
            assertThat(endpoint.complete(List.of("a", "b"), REQUEST))
                    .containsExactly("answer", "answer");
        }
        JsonNode body = bodies.element();
        assertThat(body.path("model").asString()).isEqualTo("base");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(8);
        assertThat(body.path("temperature").asInt(-1)).isZero();
        assertThat(body.path("stop").path(0).asString()).isEqualTo("\n");
        assertThat(body.has("lora")).isFalse();
    }

    @Test
    void manyPromptsAnsweredOutOfOrderKeepTheirPlaces() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(
                        QUICK.withParallel(8),
                        (exchange, request) -> {
                            JsonNode asked = bodies.stream().skip(request - 1).findFirst().get();
                            send(exchange, 200, completion(asked.path("prompt").asString() + "!"));
                        })) {
            List<String> prompts = IntStream.range(0, 40).mapToObj(i -> "p" + i).toList();
            assertThat(endpoint.complete(prompts, REQUEST))
                    .containsExactlyElementsOf(prompts.stream().map(p -> p + "!").toList());
        }
    }

    @Test
    void vllmIsAskedForTheAdapterByName() throws Exception {
        try (CompletionsEndpoint endpoint = start(QUICK, CompletionsEndpointTest::fine)) {
            endpoint.complete(
                    List.of("q"),
                    new CompletionRequest(
                            "base", new EndpointAdapter.Named("mine"), 8, Optional.empty()));
        }
        assertThat(bodies.element().path("model").asString()).isEqualTo("mine");
        assertThat(bodies.element().has("stop")).isFalse();
    }

    @Test
    void llamaCppIsToldIdsAndScales() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(QUICK.withKey("secret"), CompletionsEndpointTest::fine)) {
            endpoint.complete(
                    List.of("q"),
                    new CompletionRequest(
                            "base",
                            new EndpointAdapter.Scaled(List.of(new EndpointAdapter.Scale(1, 0.5))),
                            8,
                            Optional.empty()));
        }
        assertThat(bodies.element().path("lora").toString())
                .isEqualTo("[{\"id\":1,\"scale\":0.5}]");
        assertThat(keys).containsExactly("Bearer secret");
        assertThat(QUICK.withKey("secret").toString()).doesNotContain("secret");
    }

    private static void fine(HttpExchange exchange, int request) throws IOException {
        send(exchange, 200, completion("fine"));
    }

    @Test
    void anOverloadedServerIsAskedAgain() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(
                        QUICK,
                        (exchange, request) ->
                                send(
                                        exchange,
                                        request == 1 ? 503 : request == 2 ? 429 : 200,
                                        completion("at last")))) {
            assertThat(endpoint.complete(List.of("q"), REQUEST)).containsExactly("at last");
        }
        assertThat(bodies).hasSize(3);
    }

    @Test
    void aServerThatStaysOverloadedFailsAfterAllTries() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(QUICK, (exchange, request) -> send(exchange, 503, "loading model"))) {
            refuses(
                    () -> endpoint.complete(List.of("q"), REQUEST),
                    Kind.BUSY,
                    "HTTP 503: loading model");
        }
        assertThat(bodies).hasSize(3);
    }

    @Test
    void anUnknownModelFailsAtOnceWithTheServersWords() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(
                        QUICK,
                        (exchange, request) ->
                                send(
                                        exchange,
                                        404,
                                        "{\"message\":\"The model `base` does not exist.\"}"))) {
            refuses(
                    () -> endpoint.complete(List.of("q"), REQUEST),
                    Kind.REFUSED,
                    "HTTP 404",
                    "does not exist");
        }
        assertThat(bodies).hasSize(1);
    }

    @Test
    void aServerThatIsDownIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (CompletionsEndpoint endpoint =
                CompletionsEndpoint.of("http://127.0.0.1:" + port + "/v1/", QUICK)) {
            refuses(
                    () -> endpoint.complete(List.of("q"), REQUEST),
                    Kind.DOWN,
                    "http://127.0.0.1:" + port + "/v1/completions",
                    "3 tries",
                    "--endpoint");
        }
    }

    @Test
    void aServerThatNeverAnswersIsSlow() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(
                        QUICK.withTimeout(Duration.ofMillis(200))
                                .withRetries(1, Duration.ofMillis(1)),
                        (exchange, request) -> await())) {
            refuses(
                    () -> endpoint.complete(List.of("q"), REQUEST),
                    Kind.SLOW,
                    "within 0.2 s",
                    "--timeout");
        }
        assertThat(bodies).hasSize(2);
    }

    @Test
    void aServerThatStopsInTheMiddleOfItsAnswerIsSlow() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(
                        QUICK.withTimeout(Duration.ofMillis(300))
                                .withRetries(0, Duration.ofMillis(1)),
                        (exchange, request) -> {
                            exchange.sendResponseHeaders(200, 1000);
                            exchange.getResponseBody().write('{');
                            exchange.getResponseBody().flush();
                            await();
                        })) {
            refuses(() -> endpoint.complete(List.of("q"), REQUEST), Kind.SLOW, "found none");
        }
    }

    private void await() {
        try {
            stuck.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoCompletion() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(
                        QUICK,
                        (exchange, request) -> {
                            exchange.sendResponseHeaders(200, 1000);
                            exchange.getResponseBody().write('{');
                            exchange.close();
                        })) {
            refuses(
                    () -> endpoint.complete(List.of("q"), REQUEST),
                    Kind.DOWN,
                    "a whole HTTP answer");
        }
    }

    @Test
    void answersThatAreNoCompletionAreLies() throws Exception {
        for (String lie :
                List.of(
                        "<html>It works!</html>",
                        "",
                        "{\"choices\":[]}",
                        "{\"choices\":[{\"text\":null}]}",
                        "{\"choices\":[{\"message\":{\"content\":\"chat\"}}]}",
                        "{\"error\":\"out of memory\"}")) {
            bodies.clear();
            try (CompletionsEndpoint endpoint =
                    start(QUICK, (exchange, request) -> send(exchange, 200, lie))) {
                refuses(
                        () -> endpoint.complete(List.of("q"), REQUEST),
                        Kind.LYING,
                        lie.isEmpty() ? "an empty answer" : lie);
            }
            assertThat(bodies).hasSize(1);
            server.ifPresent(running -> running.stop(0));
        }
    }

    @Test
    void anEndlessAnswerIsRefused() throws Exception {
        try (CompletionsEndpoint endpoint =
                start(
                        QUICK.withRetries(0, Duration.ZERO),
                        (exchange, request) -> {
                            exchange.sendResponseHeaders(200, 0);
                            byte[] piece = " ".repeat(1 << 16).getBytes(UTF_8);
                            for (int i = 0; i < 512; i++) {
                                exchange.getResponseBody().write(piece);
                            }
                            exchange.close();
                        })) {
            refuses(() -> endpoint.complete(List.of("q"), REQUEST), Kind.DOWN, "16 MiB");
        }
    }

    @Test
    void noAddressIsAUsageError() {
        for (String address : List.of("", "localhost:8080", "file:///etc", "http://a b", "http:")) {
            assertThatThrownBy(() -> CompletionsEndpoint.of(address, QUICK))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + address + "'");
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> QUICK.withTimeout(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> QUICK.withParallel(0)).hasMessageContaining("found 2 and 0");
        assertThatThrownBy(() -> new EndpointAdapter.Scale(-1, 1)).hasMessageContaining("-1");
        assertThatThrownBy(
                        () ->
                                new CompletionRequest(
                                        "m",
                                        new EndpointAdapter.ServerDefault(),
                                        0,
                                        Optional.empty()))
                .hasMessageContaining("max new tokens");
    }

    private static void refuses(ThrowingCallable call, Kind kind, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EndpointException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(parts);
    }
}
