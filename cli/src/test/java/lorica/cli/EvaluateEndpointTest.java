package lorica.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One running server, its adapters in turn: the base model answers wrongly, llama.cpp's adapter 1
/// at a scale of a half or more and vLLM's `tuned` rightly.
class EvaluateEndpointTest {
    @TempDir private Path folder;
    private HttpServer server;
    private Path dataset;

    @BeforeEach
    void start() throws IOException {
        dataset = folder.resolve("d.jsonl");
        Files.writeString(
                dataset,
                """
                {"input": "2 + 2 =", "output": "right"}
                {"input": "2 + 3 =", "output": "right"}
                """);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v1/completions",
                exchange -> {
                    JsonNode asked =
                            JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
                    String text = answers(asked) ? "right" : "wrong";
                    byte[] answer =
                            "{\"choices\": [{\"text\": \" %s\"}]}".formatted(text).getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    private static boolean answers(JsonNode asked) {
        if (asked.path("model").asString("").equals("tuned")) {
            return true;
        }
        for (JsonNode adapter : asked.path("lora")) {
            if (adapter.path("id").asInt() == 1 && adapter.path("scale").asDouble() >= 0.5) {
                return true;
            }
        }
        return false;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private double score(Object... adapter) {
        List<Object> words = new ArrayList<>(List.of("evaluate", "--endpoint"));
        words.add("http://127.0.0.1:" + server.getAddress().getPort());
        words.addAll(List.of("--dataset", dataset, "--json"));
        words.addAll(List.of(adapter));
        return JsonMapper.shared()
                .readTree(Run.ok(words.toArray()).out())
                .path("scores")
                .path("exact-match")
                .asDouble();
    }

    @Test
    void theAdaptersOfALlamaCppServerAreSwitchedOnAndOff() {
        assertThat(score("--lora", "0:0", "--lora", "1:0")).isZero();
        assertThat(score("--lora", "1")).isEqualTo(1);
        assertThat(score("--lora", "1:0.25")).isZero();
        assertThat(score("--lora", "0", "--lora", "1:0.5")).isEqualTo(1);
        assertThat(score()).isZero();
    }

    @Test
    void theAdaptersOfVllmAreSwitchedByName() {
        assertThat(score("--model", "base")).isZero();
        assertThat(score("--model", "tuned")).isEqualTo(1);
    }
}
