package lorica.evaluate;

import java.util.Locale;
import java.util.regex.Pattern;

/// 1 where the answer equals the reference, else 0.
///
/// Source: Lora without GPUs, appendix D.1 (strict); Rajpurkar et al. 2016 (normalised);
/// docs/methods/exact-match.md.
public record ExactMatch(Form form, References references) implements Score {
    /// What is compared.
    public enum Form {
        /// The texts as they are, character by character: the paper's.
        STRICT,
        /// As SQuAD's evaluation: lower case, ASCII punctuation removed, the words a, an and the
        /// removed, runs of white space made one space.
        NORMALISED
    }

    private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
    private static final Pattern ARTICLE =
            Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /// The paper's: strict, first reference.
    public static ExactMatch published() {
        return new ExactMatch(Form.STRICT, References.FIRST);
    }

    @Override
    public String name() {
        String base =
                switch (form) {
                    case STRICT -> "exact-match";
                    case NORMALISED -> "exact-match-normalised";
                };
        return base + references.suffix();
    }

    @Override
    public double of(Prediction prediction) {
        return references.over(
                prediction, (reference, answer) -> view(reference).equals(view(answer)) ? 1 : 0);
    }

    private String view(String text) {
        return switch (form) {
            case STRICT -> text;
            case NORMALISED -> normalise(text);
        };
    }

    static String normalise(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String words = PUNCTUATION.matcher(lower).replaceAll("");
        String bare = ARTICLE.matcher(words).replaceAll(" ");
        return SPACE.matcher(bare).replaceAll(" ").strip();
    }
}
