package lorica.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lorica.testing.HubFiles.Content;
import lorica.testing.TestHub.Host;
import lorica.testing.TestHub.Request;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// One answer of a [TestHub].
final class HubAnswer {
    private static final String SIGNATURE = "?signature=good";

    private final TestHub hub;
    private final Host host;
    private final HttpExchange exchange;
    private final String target;
    private final Optional<HubFault> fault;
    private int status;
    private long sent;

    HubAnswer(TestHub hub, Host host, HttpExchange exchange) {
        this.hub = hub;
        this.host = host;
        this.exchange = exchange;
        target = URLDecoder.decode(exchange.getRequestURI().toString(), UTF_8);
        fault = hub.fault(target);
    }

    void send() throws IOException {
        try (exchange) {
            dispatch();
        } finally {
            hub.answered(request());
        }
    }

    private Request request() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, all.getFirst()));
        return new Request(host, exchange.getRequestMethod(), target, headers, status, sent);
    }

    private void dispatch() throws IOException {
        switch (fault.orElse(null)) {
            case HubFault.Status(int code, Optional<String> retryAfter) -> {
                retryAfter.ifPresent(value -> header("Retry-After", value));
                text(code, "{\"error\":\"as planned\"}");
            }
            case HubFault.Redirect(String to) -> redirect(to);
            case HubFault.Text(String body) -> text(200, body);
            case null, default -> {
                if (host == Host.STORE) {
                    fromStore();
                } else if (!hub.admits(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    text(401, "{\"error\":\"Invalid credentials in Authorization header\"}");
                } else {
                    fromHub();
                }
            }
        }
    }

    private void fromHub() throws IOException {
        String path = target.substring(1).split("\\?", 2)[0];
        if (path.equals("api/models") || path.equals("api/datasets")) {
            page(path);
            return;
        }
        if (path.startsWith("api/")) {
            String[] parts = path.substring("api/".length()).split("/revision/", 2);
            String name = parts[0].replaceFirst("^models/", "");
            Optional<HubFiles> files = hub.repository(name);
            if (files.isEmpty()) {
                text(404, "{\"error\":\"Repository not found\"}");
                return;
            }
            text(200, files.get().info(name));
            return;
        }
        String[] parts = path.split("/resolve/", 2);
        Optional<HubFiles> files = hub.repository(parts[0]);
        if (files.isEmpty() || parts.length < 2 || !parts[1].contains("/")) {
            text(404, "Repository not found");
            return;
        }
        resolve(files.get(), parts[1].substring(parts[1].indexOf('/') + 1));
    }

    private void resolve(HubFiles files, String path) throws IOException {
        header("X-Repo-Commit", files.commit());
        Optional<Content> content = files.content(path);
        if (content.isEmpty()) {
            header("X-Error-Code", "EntryNotFound");
            text(404, "Entry not found");
            return;
        }
        Content file = content.get();
        String etag =
                fault.isPresent() && fault.get() instanceof HubFault.WrongEtag
                        ? "0".repeat(file.etag().length())
                        : file.etag();
        if (!file.large()) {
            header("ETag", "\"" + etag + "\"");
            bytes(file.bytes());
            return;
        }
        header("X-Linked-Etag", "\"" + etag + "\"");
        header("X-Linked-Size", String.valueOf(file.bytes().length));
        redirect(hub.storeAddress() + "/" + file.etag() + SIGNATURE);
    }

    private void fromStore() throws IOException {
        if (!target.endsWith(SIGNATURE)) {
            text(403, "<Error><Code>AccessDenied</Code></Error>");
            return;
        }
        String sha = target.substring(1, target.length() - SIGNATURE.length());
        for (HubFiles files : hub.repositories().values()) {
            Optional<Content> found = files.stored(sha);
            if (found.isPresent()) {
                bytes(found.get().bytes());
                return;
            }
        }
        text(404, "<Error><Code>NoSuchKey</Code></Error>");
    }

    private void page(String path) throws IOException {
        String prefix = path.equals("api/datasets") ? "datasets/" : "";
        Map<String, String> query = query();
        List<String> names =
                hub.repositories().keySet().stream()
                        .filter(name -> name.startsWith("datasets/") != prefix.isEmpty())
                        .map(name -> name.substring(prefix.length()))
                        .filter(name -> name.startsWith(query.get("author") + "/"))
                        .toList();
        int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "1000"));
        int to = Math.min(names.size(), from + Math.min(hub.pageSize(), limit));
        ArrayNode list = JsonMapper.shared().createArrayNode();
        names.subList(Math.min(from, to), to)
                .forEach(name -> list.addObject().put("id", name).put("private", false));
        if (to < names.size()) {
            header(
                    "Link",
                    "<%s/%s?author=%s&limit=%d&cursor=%d>; rel=\"next\""
                            .formatted(hub.address(), path, query.get("author"), limit, to));
        }
        text(200, list.toString());
    }

    private Map<String, String> query() {
        Map<String, String> query = new TreeMap<>();
        String[] parts = target.split("\\?", 2);
        for (String pair : parts.length < 2 ? new String[0] : parts[1].split("&")) {
            query.put(pair.split("=")[0], pair.substring(pair.indexOf('=') + 1));
        }
        return query;
    }

    private void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    private void redirect(String to) throws IOException {
        header("Location", to);
        begin(302, -1);
    }

    private void text(int code, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        begin(code, bytes.length == 0 ? -1 : bytes.length);
        write(bytes, 0, bytes.length);
    }

    private void begin(int code, long length) throws IOException {
        status = code;
        exchange.sendResponseHeaders(
                code, exchange.getRequestMethod().equals("HEAD") ? -1 : length);
    }

    private void write(byte[] bytes, int from, int to) throws IOException {
        if (!exchange.getRequestMethod().equals("HEAD")) {
            OutputStream out = exchange.getResponseBody();
            out.write(bytes, from, to - from);
            out.flush();
            sent += to - from;
        }
    }

    /// A whole file, or the range of it that was asked for.
    private void bytes(byte[] whole) throws IOException {
        header("Accept-Ranges", "bytes");
        byte[] file = whole;
        if (fault.orElse(null) instanceof HubFault.WrongBytes) {
            file = whole.clone();
            file[file.length / 2] ^= 1;
        }
        Optional<String> range =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                        .filter(any -> !(fault.orElse(null) instanceof HubFault.RangeIgnored));
        if (range.isEmpty()) {
            if (exchange.getRequestMethod().equals("HEAD")) {
                header("Content-Length", String.valueOf(file.length));
            }
            body(200, file, 0, file.length);
            return;
        }
        String[] ends = range.get().substring("bytes=".length()).split("-", 2);
        int from = Integer.parseInt(ends[0]);
        int to =
                ends[1].isEmpty()
                        ? file.length
                        : Math.min(file.length, Integer.parseInt(ends[1]) + 1);
        if (from >= file.length) {
            header("Content-Range", "bytes */" + file.length);
            text(416, "");
            return;
        }
        if (fault.orElse(null) instanceof HubFault.WrongRange) {
            from = 0;
        }
        header("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, file.length));
        body(206, file, from, to);
    }

    private void body(int code, byte[] file, int from, int to) throws IOException {
        switch (fault.orElse(null)) {
            case HubFault.Cut(int bytes) -> {
                begin(code, to - from);
                write(file, from, Math.min(to, from + bytes));
            }
            case HubFault.WrongLength(int more) -> {
                begin(code, to - from + more);
                write(Arrays.copyOf(file, to + Math.max(0, more)), from, to + more);
            }
            case HubFault.Stall(int bytes) -> {
                begin(code, to - from);
                write(file, from, Math.min(to, from + bytes));
                hub.awaitEnd();
            }
            case HubFault.Slow(int bytes, Duration pause) -> {
                begin(code, to - from);
                for (int at = from; at < to; at += bytes) {
                    write(file, at, Math.min(to, at + bytes));
                    sleep(pause);
                }
            }
            case null, default -> {
                begin(code, to == from ? -1 : to - from);
                write(file, from, to);
            }
        }
    }

    static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
