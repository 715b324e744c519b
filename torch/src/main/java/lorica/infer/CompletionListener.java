package lorica.infer;

/// Sees completions grow, for showing them as they are written.
public interface CompletionListener {
    /// More text of one prompt's completion, never part of a character or of the stop text.
    void text(int prompt, String piece);

    /// Sees nothing.
    static CompletionListener silent() {
        return (prompt, piece) -> {};
    }
}
