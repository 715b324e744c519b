package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluateCommandTest {
    @Test
    void aPredictionsFileAloneIsScored(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("p.jsonl");
        Files.writeString(
                file,
                """
                {"input": "a", "output": ["running dogs"], "prediction": "run dog"}
                {"input": "b", "output": ["yes", "no"], "prediction": "no"}
                """);
        JsonNode plain = json("evaluate", "--predictions", file, "--json");
        assertThat(plain.path("schema").asString()).isEqualTo("lorica.evaluate/1");
        assertThat(plain.path("samples").asInt()).isEqualTo(2);
        assertThat(plain.path("scores").path("rouge-l").asDouble()).isZero();
        JsonNode stemmed =
                json(
                        "evaluate",
                        "--predictions",
                        file,
                        "--stemmer",
                        "--references",
                        "best",
                        "--json");
        assertThat(stemmed.path("scores").path("rouge-l-stemmed-best").asDouble()).isEqualTo(1);
        assertThat(stemmed.path("scores").path("exact-match-best").asDouble()).isEqualTo(0.5);
        assertThat(Run.ok("evaluate", "--predictions", file, "--limit", 1).out())
                .contains("1 rows")
                .contains("exact-match-normalised");
    }

    @Test
    void anEndpointIsAskedAndItsAnswersAreKept(@TempDir Path folder) throws IOException {
        Path dataset = folder.resolve("d.jsonl");
        Files.writeString(dataset, "{\"input\": \"2 + 2 =\", \"output\": \"4\"}\n");
        Path kept = folder.resolve("kept.jsonl");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v1/completions",
                exchange -> {
                    byte[] answer =
                            "{\"choices\": [{\"text\": \" 4 and more\"}]}"
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            JsonNode result =
                    json(
                            "evaluate",
                            "--endpoint",
                            address,
                            "--model",
                            "mine",
                            "--lora",
                            "0:0.5",
                            "--dataset",
                            dataset,
                            "--separator",
                            " ",
                            "--stop",
                            " and",
                            "--predictions",
                            kept,
                            "--json");
            assertThat(result.path("scores").path("exact-match").asDouble()).isEqualTo(1);
        } finally {
            server.stop(0);
        }
        assertThat(
                        json("evaluate", "--predictions", kept, "--dataset", dataset, "--json")
                                .path("scores")
                                .path("exact-match")
                                .asDouble())
                .isEqualTo(1);
    }

    @Test
    void mistakesAreSaidInOneLine(@TempDir Path folder) throws IOException {
        Path empty = folder.resolve("empty.jsonl");
        Files.writeString(empty, "");
        Path dataset = folder.resolve("d.jsonl");
        Files.writeString(dataset, "{\"input\": \"a\", \"output\": \"b\"}\n");
        refuses(1, "at least one example", "evaluate", "--base", folder, "--dataset", empty);
        refuses(1, "at least one prediction", "evaluate", "--predictions", empty);
        refuses(2, "--base, --endpoint or --predictions", "evaluate", "--dataset", dataset);
        refuses(2, "expected --dataset", "evaluate", "--base", folder);
        refuses(2, "found both", "evaluate", "--base", folder, "--endpoint", "http://127.0.0.1:1");
        refuses(
                1,
                "no connection",
                "evaluate",
                "--endpoint",
                "http://127.0.0.1:1",
                "--retries",
                0,
                "--dataset",
                dataset);
        refuses(
                1,
                "'0:x'",
                "evaluate",
                "--endpoint",
                "http://127.0.0.1:1",
                "--lora",
                "0:x",
                "--dataset",
                dataset);
    }

    private static void refuses(int exitCode, String part, Object... arguments) {
        Run run = Run.of(arguments);
        assertThat(run.err()).contains(part);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    private static JsonNode json(Object... arguments) {
        return JsonMapper.shared().readTree(Run.ok(arguments).out());
    }
}
