package lorica.demo.vocabulary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Learns byte-level BPE merges from text.
///
/// Text is cut into words as GPT-2 does (a word keeps the space before it); the most frequent
/// neighbouring pair is merged until the vocabulary is full or no pair occurs twice. Ties are
/// broken by the pair's text, so that the same texts give the same vocabulary in any order.
///
/// Every text encodes, since all bytes are tokens. Plain O(merges × different words).
public final class BytePairTrainer {
    private static final Pattern WORDS =
            Pattern.compile(
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

    private final Map<String, Long> counts = new TreeMap<>();

    /// Counts the words of a text.
    public void add(String text) {
        Matcher words = WORDS.matcher(text);
        while (words.find()) {
            counts.merge(ByteAlphabet.write(words.group()), 1L, Long::sum);
        }
    }

    /// Learns a vocabulary of at most `size` ids. Refused: fewer ids than bytes and special tokens.
    public BytePairVocabulary train(int size) {
        List<String> tokens = new ArrayList<>(BytePairVocabulary.SPECIAL);
        for (int b = 0; b < 256; b++) {
            tokens.add(String.valueOf(ByteAlphabet.character(b)));
        }
        if (size < tokens.size()) {
            throw new IllegalArgumentException(
                    "vocabulary of "
                            + size
                            + " ids asked for; bytes and special tokens alone need "
                            + tokens.size());
        }
        List<Word> words = new ArrayList<>();
        counts.forEach((text, count) -> words.add(new Word(text, count)));
        List<String> merges = new ArrayList<>();
        while (tokens.size() < size) {
            Pair best = mostFrequent(words);
            if (best == null) {
                break;
            }
            merges.add(best.left() + " " + best.right());
            tokens.add(best.left() + best.right());
            words.forEach(word -> word.merge(best));
        }
        return new BytePairVocabulary(tokens, merges);
    }

    private static @Nullable Pair mostFrequent(List<Word> words) {
        Map<Pair, Long> pairs = new HashMap<>();
        for (Word word : words) {
            for (int i = 1; i < word.parts.size(); i++) {
                pairs.merge(
                        new Pair(word.parts.get(i - 1), word.parts.get(i)), word.count, Long::sum);
            }
        }
        Pair best = null;
        long bestCount = 1;
        for (Map.Entry<Pair, Long> entry : pairs.entrySet()) {
            long count = entry.getValue();
            boolean tied = best != null && count == bestCount && entry.getKey().compareTo(best) < 0;
            if (count > bestCount || tied) {
                best = entry.getKey();
                bestCount = count;
            }
        }
        return best;
    }

    private record Pair(String left, String right) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int lefts = left.compareTo(other.left);
            return lefts != 0 ? lefts : right.compareTo(other.right);
        }
    }

    private static final class Word {
        private final long count;
        private List<String> parts = new ArrayList<>();

        Word(String text, long count) {
            this.count = count;
            for (int i = 0; i < text.length(); i++) {
                parts.add(String.valueOf(text.charAt(i)));
            }
        }

        void merge(Pair pair) {
            List<String> merged = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                boolean here =
                        i + 1 < parts.size()
                                && parts.get(i).equals(pair.left())
                                && parts.get(i + 1).equals(pair.right());
                merged.add(here ? parts.get(i) + parts.get(++i) : parts.get(i));
            }
            parts = merged;
        }
    }
}
