package lorica.infer;

import java.util.List;

/// What a model wrote after a prompt.
///
/// @param text without the prompt, the end-of-text token and the stop text
/// @param tokens every token generated, those of the ending included
public record Completion(String text, List<Integer> tokens, Ending ending) {
    public Completion {
        tokens = List.copyOf(tokens);
    }

    /// Why a completion ended.
    public enum Ending {
        /// The model wrote its end-of-text token.
        END_OF_TEXT,
        /// The stop text appeared.
        STOP_TEXT,
        /// The limit of new tokens was reached.
        LENGTH
    }
}
