package lorica.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// ROUGE-L, as the Python package `rouge_score` computes `rougeL`:
///
/// ```
/// F = 2PR / (P + R),   P = LCS / |answer|,   R = LCS / |reference|
/// ```
///
/// LCS is the length of the longest common subsequence of tokens; tokens are the maximal runs of
/// `[a-z0-9]` of the lower-cased text, stemmed where asked. Zero where either side has no token.
/// Limits: text outside `a–z0–9` does not count. Source: Lin 2004; docs/methods/rouge-l.md.
public record RougeL(Stemming stemming, References references) implements Score {
    /// The paper's: Porter stemmer, first reference.
    public static RougeL published() {
        return new RougeL(Stemming.PORTER, References.FIRST);
    }

    @Override
    public String name() {
        return "rouge-l" + stemming.suffix() + references.suffix();
    }

    @Override
    public double of(Prediction prediction) {
        return references.over(prediction, this::of);
    }

    private double of(String reference, String answer) {
        List<String> expected = tokens(reference);
        List<String> found = tokens(answer);
        int common = longestCommonSubsequence(expected, found);
        if (common == 0) {
            return 0;
        }
        double precision = common / (double) found.size();
        double recall = common / (double) expected.size();
        return 2 * precision * recall / (precision + recall);
    }

    List<String> tokens(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= lower.length(); i++) {
            boolean inside = i < lower.length() && isTokenCharacter(lower.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                tokens.add(stemming.apply(lower.substring(start, i)));
                start = -1;
            }
        }
        return tokens;
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static int longestCommonSubsequence(List<String> a, List<String> b) {
        int[] previous = new int[b.size() + 1];
        int[] current = new int[b.size() + 1];
        for (String token : a) {
            for (int j = 1; j <= b.size(); j++) {
                current[j] =
                        token.equals(b.get(j - 1))
                                ? previous[j - 1] + 1
                                : Math.max(previous[j], current[j - 1]);
            }
            int[] spare = previous;
            previous = current;
            current = spare;
        }
        return previous[b.size()];
    }
}
