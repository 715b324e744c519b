package lorica.hub.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lorica.hub.repository.HubException.Kind;
import lorica.hub.repository.HubSettings.Network;
import org.jspecify.annotations.Nullable;

/// One question to the hub: GET, its redirects, and what its statuses mean.
///
/// The token goes to the hub's own scheme, host and port, and nowhere else. From https nobody is
/// followed to http. Addresses are named without their query: signatures are secrets too.
final class HubTransport implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final int SHOWN = 200;
    private static final int LARGEST_EXCUSE = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final HubSettings settings;
    private final HttpClient client;

    HubTransport(HubSettings settings) {
        this.settings = settings;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .build();
    }

    HubSettings settings() {
        return settings;
    }

    /// What came.
    ///
    /// @param first headers of the hub's own answer, where it redirects
    /// @param last headers of the answer that the body came with
    record Answer(int status, HttpHeaders first, HttpHeaders last, byte[] body) {}

    /// Takes a body.
    interface Sink {
        /// Who takes the body of a whole file (200) or a part of one (206).
        HttpResponse.BodySubscriber<byte[]> open(int status, HttpHeaders headers);

        /// Bytes taken so far: an answer is silent while this stays as it is.
        long taken();
    }

    /// Asks once.
    ///
    /// @param range value of the header of this name
    /// @throws HubException unless the status is 200, 206 or, where a range was asked for, 416
    Answer ask(URI address, Optional<String> range, Sink sink) throws IOException {
        if (settings.network() == Network.OFFLINE) {
            throw new HubException(
                    Kind.OFFLINE,
                    shown(address),
                    "it in the cache %s, or the network (unset HF_HUB_OFFLINE, leave --offline out)"
                            .formatted(settings.cache()),
                    "neither");
        }
        URI at = address;
        Optional<HttpHeaders> first = Optional.empty();
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<byte[]> response = send(at, range, sink);
            first = first.or(() -> Optional.of(response.headers()));
            if (isRedirect(response.statusCode())) {
                at = redirected(at, response);
                continue;
            }
            require(at, response, range.isPresent());
            return new Answer(
                    response.statusCode(), first.get(), response.headers(), response.body());
        }
        throw new HubException(
                Kind.LYING,
                shown(address),
                "an answer after at most %d redirects".formatted(MOST_REDIRECTS),
                "one more, to " + shown(at));
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static URI redirected(URI at, HttpResponse<?> response) {
        String location = response.headers().firstValue("Location").orElse("");
        URI next;
        try {
            next = at.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    Kind.LYING,
                    shown(at),
                    "a redirect to an address",
                    "to '%s'".formatted(location));
        }
        String scheme = String.valueOf(next.getScheme());
        boolean safe = scheme.equals("https") || (scheme.equals("http") && !isHttps(at));
        if (next.getHost() == null || location.isEmpty() || !safe) {
            throw new HubException(
                    Kind.LYING,
                    shown(at),
                    "a redirect to another %s address".formatted(at.getScheme()),
                    location.isEmpty() ? "one to nowhere" : "one to " + shown(next));
        }
        return next;
    }

    private static boolean isHttps(URI address) {
        return "https".equals(address.getScheme());
    }

    private boolean isHub(URI address) {
        URI hub = settings.endpoint();
        return hub.getScheme().equals(address.getScheme())
                && hub.getHost().equalsIgnoreCase(address.getHost())
                && hub.getPort() == address.getPort();
    }

    private HttpResponse<byte[]> send(URI address, Optional<String> range, Sink sink)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .header("User-Agent", "lorica")
                        .header("Accept-Encoding", "identity");
        range.ifPresent(value -> request.header("Range", value));
        if (isHub(address)) {
            settings.token()
                    .ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        }
        BodyHandler<byte[]> handler =
                info ->
                        info.statusCode() == 200 || info.statusCode() == 206
                                ? sink.open(info.statusCode(), info.headers())
                                : BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_EXCUSE)
                                        .apply(info);
        CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request.build(), handler);
        try {
            return awaited(address, coming, sink);
        } finally {
            coming.cancel(true);
        }
    }

    private HttpResponse<byte[]> awaited(
            URI address, CompletableFuture<HttpResponse<byte[]>> coming, Sink sink)
            throws IOException {
        Duration silence = settings.patience().silence();
        while (true) {
            long before = sink.taken();
            try {
                return coming.get(silence.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (sink.taken() == before) {
                    throw new HubException(
                            Kind.BROKEN,
                            shown(address),
                            "bytes",
                            "none for %s s".formatted(silence.toMillis() / 1000.0));
                }
            } catch (InterruptedException | CancellationException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(shown(address) + ": interrupted");
            } catch (ExecutionException e) {
                throw broken(address, e.getCause());
            }
        }
    }

    /// What the sink threw comes back as it is; what the network did becomes one of ours.
    private static IOException broken(URI address, @Nullable Throwable cause) {
        return switch (cause) {
            case HubException ours -> throw ours;
            case SinkFailure failure -> failure.cause();
            case ConnectException _ -> throw unreachable(address);
            case HttpTimeoutException _ -> throw unreachable(address);
            case IOException failure ->
                    throw new HubException(
                            Kind.BROKEN,
                            shown(address),
                            "a whole answer",
                            "a connection that broke (%s)".formatted(failure.getMessage()));
            case null, default -> throw new IllegalStateException(cause);
        };
    }

    private static HubException unreachable(URI address) {
        return new HubException(
                Kind.UNREACHABLE,
                shown(address),
                "a connection (look at the network, a proxy, HF_ENDPOINT)",
                "none");
    }

    /// A disk that refuses what came.
    static final class SinkFailure extends RuntimeException {
        private final IOException cause;

        SinkFailure(IOException cause) {
            super(cause);
            this.cause = cause;
        }

        IOException cause() {
            return cause;
        }
    }

    private void require(URI at, HttpResponse<byte[]> response, boolean ranged) {
        int status = response.statusCode();
        if (status == 200 || status == 206 || (status == 416 && ranged)) {
            return;
        }
        String found = "HTTP %d%s".formatted(status, excuse(response.body()));
        boolean hub = isHub(at);
        if (status == 401 || (status == 403 && hub)) {
            throw new HubException(Kind.DENIED, shown(at), denied(status), found);
        }
        if (status == 404 || status == 410) {
            throw new HubException(
                    Kind.MISSING, shown(at), "a repository or file of this name", found);
        }
        boolean later = status == 408 || status == 429 || status >= 500 || (status == 403 && !hub);
        throw new HubException(
                later ? Kind.BUSY : Kind.LYING,
                shown(at),
                "HTTP 200",
                found,
                retryAfter(response.headers()));
    }

    private String denied(int status) {
        if (settings.token().isEmpty()) {
            return "a repository that everybody may read (if there is one of this name: accept its"
                    + " conditions on its page and set HF_TOKEN)";
        }
        return status == 401
                ? "a token that the hub knows (make one in its settings and set HF_TOKEN)"
                : "a token with the right to read it (accept the repository's conditions on its page)";
    }

    private static String excuse(byte[] body) {
        String line = new String(body, UTF_8).replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return "";
        }
        return ": " + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line);
    }

    /// Seconds, or a date.
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant at =
                    ZonedDateTime.parse(
                                    value,
                                    DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                            .toInstant();
            Duration left = Duration.between(Instant.now(), at);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// Without query: it may hold a signature.
    static String shown(URI address) {
        String text = address.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
