package lorica.hub;

import java.util.Optional;

/// What is the same for all prompts of a run: greedy completions (temperature 0).
///
/// @param model the name the server knows the base model by
/// @param stop text at which a completion ends; it is not part of it
public record CompletionRequest(
        String model, EndpointAdapter adapter, int maxNewTokens, Optional<String> stop) {
    public CompletionRequest {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException(
                    "max new tokens: expected at least 1, found " + maxNewTokens);
        }
    }
}
