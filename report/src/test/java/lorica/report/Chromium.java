package lorica.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A headless Chromium with one page, spoken to by its DevTools protocol.
final class Chromium implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<JsonNode> complaints = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private String session = "";
    private int lastId;

    private Chromium(Process process, URI address) {
        this.process = process;
        this.socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                        .buildAsync(address, new Listener())
                        .join();
    }

    /// The browser on the PATH.
    static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path browser, Path profile) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                browser.toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
        String address = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                address = line.substring("DevTools listening on ".length());
                break;
            }
        }
        assertThat(address).as("the browser's address").isNotEmpty();
        Thread.ofVirtual().start(() -> drain(lines));
        Chromium chromium = new Chromium(process, URI.create(address));
        String target =
                chromium.call("Target.createTarget", Map.of("url", "about:blank"))
                        .path("targetId")
                        .stringValue();
        chromium.session =
                chromium.call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .path("sessionId")
                        .stringValue();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            chromium.call(domain + ".enable", Map.of());
        }
        return chromium;
    }

    /// So that the browser is never kept waiting by a full pipe.
    private static void drain(BufferedReader lines) {
        try {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // the browser is gone
        }
    }

    private final class Listener implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                received.add(JSON.readTree(partial.toString()));
                partial.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, data, last);
        }
    }

    /// Calls a method and waits for its result.
    JsonNode call(String method, Map<String, ?> parameters) throws InterruptedException {
        ObjectNode message = JSON.createObjectNode().put("id", ++lastId).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = next();
            if (answer.path("id").asInt(0) == lastId) {
                assertThat(answer.has("error")).as(method + answer).isFalse();
                return answer.path("result");
            }
        }
    }

    private JsonNode next() throws InterruptedException {
        JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the browser says nothing");
        }
        String method = message.path("method").asString("");
        boolean request =
                method.equals("Network.requestWillBeSent")
                        && !message.path("params")
                                .path("request")
                                .path("url")
                                .asString("")
                                .startsWith("file:");
        boolean logged =
                method.equals("Runtime.exceptionThrown")
                        || method.equals("Runtime.consoleAPICalled")
                        || method.equals("Log.entryAdded");
        if (request || logged) {
            complaints.add(message.path("params"));
        }
        return message;
    }

    /// Opens a file and waits until it is loaded; what was said of the page before is forgotten.
    void open(Path file) throws InterruptedException {
        complaints.clear();
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        String event = "";
        while (!event.equals("Page.loadEventFired")) {
            event = next().path("method").asString("");
        }
    }

    /// The value of an expression; promises are waited for.
    JsonNode evaluate(String expression) throws InterruptedException {
        JsonNode result =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true));
        assertThat(result.has("exceptionDetails")).as(result.toString()).isFalse();
        return result.path("result").path("value");
    }

    void press(String key) throws InterruptedException {
        int code =
                switch (key) {
                    case "Tab" -> 9;
                    case "Enter" -> 13;
                    case "End" -> 35;
                    case "ArrowRight" -> 39;
                    default -> throw new IllegalArgumentException(key);
                };
        for (String type : List.of("rawKeyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
        }
        if (key.equals("Enter")) {
            call("Input.dispatchKeyEvent", Map.of("type", "char", "key", key, "text", "\r"));
        }
    }

    /// A screen of this size; `scheme` is light or dark.
    void screen(int width, int height, String scheme) throws InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /// The whole page as PNG.
    byte[] screenshot() throws InterruptedException {
        String image =
                call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                        .path("data")
                        .stringValue();
        return Base64.getDecoder().decode(image);
    }

    /// What the page said on the console, threw, or asked of the network.
    List<JsonNode> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
