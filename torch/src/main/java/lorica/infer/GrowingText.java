package lorica.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.infer.Completion.Ending;
import lorica.token.Tokenizer;

/// One completion while it is written: tokens in, text out, and where it ends.
///
/// Tokens are decoded behind the end of the prompt, because a decoder drops the space that begins
/// a text.
final class GrowingText {
    /// Prompt tokens that the decoder sees before the completion.
    private static final int CONTEXT = 8;

    private final Tokenizer tokenizer;
    private final List<Integer> ends;
    private final Optional<String> stop;
    private final List<Integer> context;
    private final String contextText;
    private final List<Integer> tokens = new ArrayList<>();
    private Optional<Ending> ending = Optional.empty();
    private String text = "";
    private int shown;

    GrowingText(Tokenizer tokenizer, List<Integer> ends, Optional<String> stop, int[] prompt) {
        this.tokenizer = tokenizer;
        this.ends = ends;
        this.stop = stop;
        context = new ArrayList<>();
        for (int i = Math.max(0, prompt.length - CONTEXT); i < prompt.length; i++) {
            context.add(prompt[i]);
        }
        contextText = decode(List.of());
    }

    /// Takes the next token and gives the text that is now safe to show.
    String add(int token, int maxNewTokens) {
        tokens.add(token);
        if (ends.contains(token)) {
            return end(Ending.END_OF_TEXT);
        }
        text = decoded();
        int at = stop.map(text::indexOf).orElse(-1);
        if (at >= 0) {
            text = text.substring(0, at);
            return end(Ending.STOP_TEXT);
        }
        if (tokens.size() == maxNewTokens) {
            return end(Ending.LENGTH);
        }
        return show(safeLength());
    }

    private String end(Ending reason) {
        ending = Optional.of(reason);
        return show(text.length());
    }

    private String show(int until) {
        String piece = text.substring(Math.min(shown, until), until);
        shown = Math.max(shown, until);
        return piece;
    }

    /// Up to where the text can no longer become a character or the stop text.
    private int safeLength() {
        int until = text.length();
        while (until > 0 && text.charAt(until - 1) == '\uFFFD') {
            until--;
        }
        for (int held = Math.min(until, stop.map(String::length).orElse(0) - 1); held > 0; held--) {
            if (stop.orElseThrow().startsWith(text.substring(until - held, until))) {
                return until - held;
            }
        }
        return until;
    }

    private String decoded() {
        String whole = decode(tokens);
        return whole.startsWith(contextText)
                ? whole.substring(contextText.length())
                : tokenizer.decode(tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    private String decode(List<Integer> after) {
        int[] ids = new int[context.size() + after.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i < context.size() ? context.get(i) : after.get(i - context.size());
        }
        return tokenizer.decode(ids);
    }

    boolean ended() {
        return ending.isPresent();
    }

    Completion completion() {
        return new Completion(text, tokens, ending.orElseThrow());
    }
}
