package lorica.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lorica.hub.CompletionRequest;
import lorica.hub.CompletionsEndpoint;
import lorica.hub.EndpointAdapter;
import lorica.hub.EndpointOptions;
import picocli.CommandLine.Option;

/// The options that name a completions endpoint. A key is taken from LORICA_API_KEY.
final class EndpointArguments {
    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "An OpenAI-compatible server, such as http://localhost:8080.")
    private Optional<String> address = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The server's name of the model; for vLLM, of the LoRA.")
    private String model;

    @Option(
            names = "--lora",
            paramLabel = "ID[:SCALE]",
            description = "An adapter of a llama.cpp server, by number; several act together.")
    private List<String> scales = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "For one whole answer of the endpoint (default: ${DEFAULT-VALUE}).")
    private double timeout;

    @Option(
            names = "--retries",
            paramLabel = "N",
            defaultValue = "3",
            description = "Further tries of a request (default: ${DEFAULT-VALUE}).")
    private int retries;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Requests under way at a time (default: ${DEFAULT-VALUE}).")
    private int parallel;

    boolean isGiven() {
        return address.isPresent();
    }

    List<String> complete(List<String> prompts, int maxNewTokens, Optional<String> stop)
            throws InterruptedException {
        EndpointAdapter adapter =
                scales.isEmpty()
                        ? new EndpointAdapter.ServerDefault()
                        : new EndpointAdapter.Scaled(
                                scales.stream().map(EndpointArguments::scale).toList());
        CompletionRequest request = new CompletionRequest(model, adapter, maxNewTokens, stop);
        try (CompletionsEndpoint endpoint =
                CompletionsEndpoint.of(address.orElseThrow(), options())) {
            return endpoint.complete(prompts, request);
        }
    }

    private EndpointOptions options() {
        EndpointOptions defaults = EndpointOptions.defaults();
        EndpointOptions options =
                defaults.withTimeout(Duration.ofMillis((long) (1000 * timeout)))
                        .withRetries(retries, defaults.firstWait())
                        .withParallel(parallel);
        String key = System.getenv("LORICA_API_KEY");
        return key == null || key.isBlank() ? options : options.withKey(key);
    }

    private static EndpointAdapter.Scale scale(String text) {
        String[] parts = text.split(":", 2);
        try {
            return new EndpointAdapter.Scale(
                    Integer.parseInt(parts[0]),
                    parts.length == 1 ? 1 : Double.parseDouble(parts[1]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--lora: expected ID or ID:SCALE such as 0:0.5, found '%s'".formatted(text), e);
        }
    }
}
