package lorica.infer;

import java.util.Optional;

/// How completions are made.
///
/// @param maxNewTokens the most tokens after a prompt
/// @param stop text at which a completion ends; it is not part of it
/// @param batch prompts decoded together
public record Decoding(int maxNewTokens, Optional<String> stop, TokenChoice choice, int batch) {
    public Decoding {
        requirePositive("max new tokens", maxNewTokens);
        requirePositive("batch", batch);
        if (stop.isPresent() && stop.get().isEmpty()) {
            throw new IllegalArgumentException("stop text: expected some text, found none");
        }
    }

    /// Greedy, 256 tokens, to the end-of-text token, 16 prompts at a time.
    public static Decoding defaults() {
        return new Decoding(256, Optional.empty(), new TokenChoice.Greedy(), 16);
    }

    public Decoding withMaxNewTokens(int tokens) {
        return new Decoding(tokens, stop, choice, batch);
    }

    public Decoding withStop(String text) {
        return new Decoding(maxNewTokens, Optional.of(text), choice, batch);
    }

    public Decoding withChoice(TokenChoice next) {
        return new Decoding(maxNewTokens, stop, next, batch);
    }

    public Decoding withBatch(int prompts) {
        return new Decoding(maxNewTokens, stop, choice, prompts);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
        }
    }
}
