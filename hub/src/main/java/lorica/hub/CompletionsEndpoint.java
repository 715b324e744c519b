package lorica.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lorica.hub.EndpointException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A server with an OpenAI-compatible `/v1/completions`: llama.cpp's, vLLM.
///
/// What passes (no connection, no answer in time, HTTP 408, 429, 5xx) is tried again after a wait
/// that doubles; what does not (other statuses, an answer that is no completion) fails at once.
/// Redirects are not followed. An answer has at most 16 MiB. Source: OpenAI API reference, legacy
/// completions; llama.cpp `tools/server` (`lora`); vLLM (`model` = LoRA name).
public final class CompletionsEndpoint implements AutoCloseable {
    private static final long LARGEST_ANSWER = 16 << 20;
    private static final int SHOWN = 300;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI address;
    private final EndpointOptions options;
    private final HttpClient client;

    private CompletionsEndpoint(URI address, EndpointOptions options) {
        this.address = address;
        this.options = options;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(options.timeout())
                        .build();
    }

    /// @param server `http://host:port`, with or without `/v1` or `/v1/completions` behind it
    public static CompletionsEndpoint of(String server, EndpointOptions options) {
        return new CompletionsEndpoint(address(server), options);
    }

    private static URI address(String server) {
        String base = server.replaceAll("/+$", "").replaceAll("/v1(/completions)?$", "");
        try {
            URI address = URI.create(base + "/v1/completions");
            String scheme = String.valueOf(address.getScheme());
            if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw noAddress(server, e);
        }
        throw noAddress(server, new IllegalArgumentException(server));
    }

    private static IllegalArgumentException noAddress(String server, Exception cause) {
        return new IllegalArgumentException(
                "endpoint: expected an address such as http://localhost:8080, found '%s'"
                        .formatted(server),
                cause);
    }

    /// Completes every prompt; texts are in the order of the prompts. The first failure ends all.
    ///
    /// @throws EndpointException if one prompt got no completion
    public List<String> complete(List<String> prompts, CompletionRequest request)
            throws InterruptedException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        options.parallel(), Thread.ofVirtual().name("completion-", 0).factory())) {
            List<Future<String>> texts = new ArrayList<>();
            for (String prompt : prompts) {
                texts.add(threads.submit(() -> complete(prompt, request)));
            }
            try {
                List<String> found = new ArrayList<>();
                for (Future<String> text : texts) {
                    found.add(text.get());
                }
                return found;
            } catch (ExecutionException e) {
                throw rethrown(e);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static RuntimeException rethrown(ExecutionException e) throws InterruptedException {
        switch (e.getCause()) {
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException failure -> throw failure;
            case null, default -> throw new IllegalStateException(e);
        }
    }

    private String complete(String prompt, CompletionRequest request) throws InterruptedException {
        HttpRequest message = message(prompt, request);
        Duration wait = options.firstWait();
        for (int attempt = 0; ; attempt++) {
            try {
                return text(answer(message));
            } catch (EndpointException e) {
                if (!e.kind().passes() || attempt == options.retries()) {
                    throw e;
                }
            }
            Thread.sleep(wait);
            wait = wait.multipliedBy(2);
        }
    }

    private HttpRequest message(String prompt, CompletionRequest request) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", request.model());
        switch (request.adapter()) {
            case EndpointAdapter.ServerDefault() -> {}
            case EndpointAdapter.Named(String name) -> body.put("model", name);
            case EndpointAdapter.Scaled(List<EndpointAdapter.Scale> scales) -> {
                var lora = body.putArray("lora");
                for (EndpointAdapter.Scale scale : scales) {
                    lora.addObject().put("id", scale.id()).put("scale", scale.scale());
                }
            }
        }
        body.put("prompt", prompt);
        body.put("max_tokens", request.maxNewTokens());
        body.put("temperature", 0);
        request.stop().ifPresent(stop -> body.putArray("stop").add(stop));
        HttpRequest.Builder message =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body), UTF_8));
        options.key().ifPresent(key -> message.header("Authorization", "Bearer " + key));
        return message.build();
    }

    /// One whole answer; the limit covers its body too, which HttpRequest's own time-out does not.
    private HttpResponse<String> answer(HttpRequest message) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> coming =
                client.sendAsync(
                        message,
                        BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), LARGEST_ANSWER));
        try {
            return coming.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new EndpointException(
                    Kind.SLOW,
                    address,
                    "a completion within %s s (%d tries); give the server more time with"
                                    .formatted(seconds(), options.retries() + 1)
                            + " --timeout, or ask for fewer tokens",
                    "none");
        } catch (CancellationException e) {
            throw new InterruptedException("cancelled");
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } finally {
            coming.cancel(true);
        }
    }

    private String seconds() {
        return String.valueOf(options.timeout().toMillis() / 1000.0);
    }

    private EndpointException unreachable(@Nullable Throwable cause) {
        if (cause instanceof ConnectException) {
            return new EndpointException(
                    Kind.DOWN,
                    address,
                    "a server that listens (%d tries); start it, or correct --endpoint"
                            .formatted(options.retries() + 1),
                    "no connection");
        }
        if (cause instanceof IOException broken) {
            return new EndpointException(
                    Kind.DOWN,
                    address,
                    "a whole HTTP answer of at most 16 MiB (%d tries)"
                            .formatted(options.retries() + 1),
                    String.valueOf(broken.getMessage()));
        }
        throw new IllegalStateException(cause);
    }

    private String text(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status != 200) {
            boolean later = status == 408 || status == 429 || status >= 500;
            throw new EndpointException(
                    later ? Kind.BUSY : Kind.REFUSED,
                    address,
                    "HTTP 200",
                    "HTTP %d: %s".formatted(status, shortened(response.body())));
        }
        JsonNode root;
        try {
            root = JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw lying("JSON", shortened(response.body()));
        }
        JsonNode text = root.path("choices").path(0).path("text");
        if (!text.isString()) {
            throw lying("a string at choices[0].text", shortened(response.body()));
        }
        return text.stringValue();
    }

    private EndpointException lying(String expected, String found) {
        return new EndpointException(
                Kind.LYING, address, expected + ", as /v1/completions answers", found);
    }

    private static String shortened(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return "an empty answer";
        }
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
