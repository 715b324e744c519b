package lorica.demo.word;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words of the demo by kind: `bird` → hawk, owl, duck, …
///
/// Kinds keep the order in which they were read, words the order of their rank. A word has exactly
/// one kind. Refused: a kind without words, a word of two kinds.
public record Lexicon(Map<String, List<String>> kinds) {

    public Lexicon {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        kinds.forEach(
                (kind, words) -> {
                    if (words.isEmpty()) {
                        throw new IllegalArgumentException("kind '" + kind + "' has no words");
                    }
                    for (String word : words) {
                        if (!seen.add(word)) {
                            throw new IllegalArgumentException(
                                    "word '"
                                            + word
                                            + "' of kind '"
                                            + kind
                                            + "' occurs twice in the lexicon");
                        }
                    }
                    copy.put(kind, List.copyOf(words));
                });
        kinds = Collections.unmodifiableMap(copy);
    }

    /// The words of one kind.
    public List<String> words(String kind) {
        List<String> words = kinds.get(kind);
        if (words == null) {
            throw new IllegalArgumentException(
                    "no kind '" + kind + "' in the lexicon; it has " + kinds.keySet());
        }
        return words;
    }

    /// Every word of every kind but the named ones, in order.
    public List<String> wordsBeside(Set<String> left) {
        List<String> words = new ArrayList<>();
        kinds.forEach(
                (kind, members) -> {
                    if (!left.contains(kind)) {
                        words.addAll(members);
                    }
                });
        return List.copyOf(words);
    }

    /// One line a kind: the kind, a tab, its words with a space between.
    public String toText() {
        StringBuilder text = new StringBuilder();
        kinds.forEach(
                (kind, words) ->
                        text.append(kind)
                                .append('\t')
                                .append(String.join(" ", words))
                                .append('\n'));
        return text.toString();
    }

    /// Reads what [#toText] wrote.
    public static Lexicon parse(String text) {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        int line = 0;
        for (String row : text.split("\n", -1)) {
            line++;
            if (row.isEmpty()) {
                continue;
            }
            String[] fields = row.split("\t", -1);
            if (fields.length != 2) {
                throw new IllegalArgumentException(
                        "lexicon line "
                                + line
                                + ": expected 2 fields with a tab between, found "
                                + fields.length);
            }
            if (kinds.put(fields[0], List.of(fields[1].split(" "))) != null) {
                throw new IllegalArgumentException(
                        "lexicon line " + line + ": kind '" + fields[0] + "' was listed before");
            }
        }
        return new Lexicon(kinds);
    }
}
