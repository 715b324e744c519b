package lorica.evaluate;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The Porter stemmer with NLTK's extensions, which `rouge_score` uses.
///
/// Letters other than a, e, i, o, u are consonants, and so is `y` at the start or after a vowel;
/// the measure m of a stem is the number of times a vowel is followed by a consonant in it. In
/// each step the first rule whose suffix fits decides, whether or not its condition holds. NLTK's
/// departures from Porter 1980: a table of irregular words; `-ies` and `-ied` of four letters keep
/// the e; `-y` becomes `-i` after any consonant that is not the first letter; `-alli` is undone
/// first and the rest goes through step 2 again; `-bli` for `-abli`; `-fulli`; `-logi`; a stem of
/// one vowel and one consonant counts as short. Source: Porter 1980; NLTK's PorterStemmer in its
/// default mode, rewritten from its description.
final class PorterStemmer {
    private static final Map<String, String> IRREGULAR =
            Map.ofEntries(
                    Map.entry("sky", "sky"),
                    Map.entry("skies", "sky"),
                    Map.entry("dying", "die"),
                    Map.entry("lying", "lie"),
                    Map.entry("tying", "tie"),
                    Map.entry("news", "news"),
                    Map.entry("innings", "inning"),
                    Map.entry("inning", "inning"),
                    Map.entry("outings", "outing"),
                    Map.entry("outing", "outing"),
                    Map.entry("cannings", "canning"),
                    Map.entry("canning", "canning"),
                    Map.entry("howe", "howe"),
                    Map.entry("proceed", "proceed"),
                    Map.entry("exceed", "exceed"),
                    Map.entry("succeed", "succeed"));

    /// `suffix → replacement` where the rest of the word satisfies `condition`.
    private record Rule(String suffix, String replacement, Predicate<String> condition) {}

    private static final List<Rule> STEP_1A =
            List.of(
                    new Rule("sses", "ss", PorterStemmer::always),
                    new Rule("ies", "i", PorterStemmer::always),
                    new Rule("ss", "ss", PorterStemmer::always),
                    new Rule("s", "", PorterStemmer::always));

    private static final List<Rule> STEP_2 =
            List.of(
                    new Rule("ational", "ate", PorterStemmer::isPositive),
                    new Rule("tional", "tion", PorterStemmer::isPositive),
                    new Rule("enci", "ence", PorterStemmer::isPositive),
                    new Rule("anci", "ance", PorterStemmer::isPositive),
                    new Rule("izer", "ize", PorterStemmer::isPositive),
                    new Rule("bli", "ble", PorterStemmer::isPositive),
                    new Rule("alli", "al", PorterStemmer::isPositive),
                    new Rule("entli", "ent", PorterStemmer::isPositive),
                    new Rule("eli", "e", PorterStemmer::isPositive),
                    new Rule("ousli", "ous", PorterStemmer::isPositive),
                    new Rule("ization", "ize", PorterStemmer::isPositive),
                    new Rule("ation", "ate", PorterStemmer::isPositive),
                    new Rule("ator", "ate", PorterStemmer::isPositive),
                    new Rule("alism", "al", PorterStemmer::isPositive),
                    new Rule("iveness", "ive", PorterStemmer::isPositive),
                    new Rule("fulness", "ful", PorterStemmer::isPositive),
                    new Rule("ousness", "ous", PorterStemmer::isPositive),
                    new Rule("aliti", "al", PorterStemmer::isPositive),
                    new Rule("iviti", "ive", PorterStemmer::isPositive),
                    new Rule("biliti", "ble", PorterStemmer::isPositive),
                    new Rule("fulli", "ful", PorterStemmer::isPositive),
                    new Rule("logi", "log", stem -> measure(stem + "l") > 0));

    private static final List<Rule> STEP_3 =
            List.of(
                    new Rule("icate", "ic", PorterStemmer::isPositive),
                    new Rule("ative", "", PorterStemmer::isPositive),
                    new Rule("alize", "al", PorterStemmer::isPositive),
                    new Rule("iciti", "ic", PorterStemmer::isPositive),
                    new Rule("ical", "ic", PorterStemmer::isPositive),
                    new Rule("ful", "", PorterStemmer::isPositive),
                    new Rule("ness", "", PorterStemmer::isPositive));

    private static final List<Rule> STEP_4 =
            List.of(
                    new Rule("al", "", PorterStemmer::isLong),
                    new Rule("ance", "", PorterStemmer::isLong),
                    new Rule("ence", "", PorterStemmer::isLong),
                    new Rule("er", "", PorterStemmer::isLong),
                    new Rule("ic", "", PorterStemmer::isLong),
                    new Rule("able", "", PorterStemmer::isLong),
                    new Rule("ible", "", PorterStemmer::isLong),
                    new Rule("ant", "", PorterStemmer::isLong),
                    new Rule("ement", "", PorterStemmer::isLong),
                    new Rule("ment", "", PorterStemmer::isLong),
                    new Rule("ent", "", PorterStemmer::isLong),
                    new Rule("ion", "", PorterStemmer::isLongAndEndsInSOrT),
                    new Rule("ou", "", PorterStemmer::isLong),
                    new Rule("ism", "", PorterStemmer::isLong),
                    new Rule("ate", "", PorterStemmer::isLong),
                    new Rule("iti", "", PorterStemmer::isLong),
                    new Rule("ous", "", PorterStemmer::isLong),
                    new Rule("ive", "", PorterStemmer::isLong),
                    new Rule("ize", "", PorterStemmer::isLong));

    private PorterStemmer() {}

    /// The stem of a lower-case word.
    static String stem(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (word.length() <= 2) {
            return word;
        }
        String stem = plural(word);
        stem = pastOrGerund(stem);
        stem = finalY(stem);
        stem = doubleSuffix(stem);
        stem = apply(STEP_3, stem);
        stem = apply(STEP_4, stem);
        stem = finalE(stem);
        return finalDoubleL(stem);
    }

    private static String apply(List<Rule> rules, String word) {
        for (Rule rule : rules) {
            if (word.endsWith(rule.suffix())) {
                String stem = without(word, rule.suffix());
                return rule.condition().test(stem) ? stem + rule.replacement() : word;
            }
        }
        return word;
    }

    /// Step 1a.
    private static String plural(String word) {
        if (word.endsWith("ies") && word.length() == 4) {
            return without(word, "s");
        }
        return apply(STEP_1A, word);
    }

    /// Step 1b.
    private static String pastOrGerund(String word) {
        if (word.endsWith("ied")) {
            return word.length() == 4 ? without(word, "d") : without(word, "ed");
        }
        if (word.endsWith("eed")) {
            return measure(without(word, "eed")) > 0 ? without(word, "d") : word;
        }
        for (String suffix : List.of("ed", "ing")) {
            if (word.endsWith(suffix) && containsVowel(without(word, suffix))) {
                return mended(without(word, suffix));
            }
        }
        return word;
    }

    /// What is left of a word after `-ed` or `-ing`, made a word again: `-e` is put back, or a
    /// double consonant made single.
    private static String mended(String stem) {
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        if (endsInDoubleConsonant(stem)) {
            return "lsz".indexOf(stem.charAt(stem.length() - 1)) >= 0
                    ? stem
                    : stem.substring(0, stem.length() - 1);
        }
        return measure(stem) == 1 && isShort(stem) ? stem + "e" : stem;
    }

    /// Step 1c.
    private static String finalY(String word) {
        int last = word.length() - 1;
        return word.endsWith("y") && last > 1 && isConsonant(word, last - 1)
                ? word.substring(0, last) + "i"
                : word;
    }

    /// Step 2.
    private static String doubleSuffix(String word) {
        if (word.endsWith("alli") && measure(without(word, "alli")) > 0) {
            return doubleSuffix(without(word, "li"));
        }
        return apply(STEP_2, word);
    }

    /// Step 5a.
    private static String finalE(String word) {
        if (!word.endsWith("e")) {
            return word;
        }
        String stem = without(word, "e");
        int measure = measure(stem);
        return measure > 1 || (measure == 1 && !isShort(stem)) ? stem : word;
    }

    /// Step 5b.
    private static String finalDoubleL(String word) {
        String shorter = word.endsWith("ll") ? without(word, "l") : word;
        return measure(shorter) > 1 ? shorter : word;
    }

    private static String without(String word, String suffix) {
        return word.substring(0, word.length() - suffix.length());
    }

    private static boolean isConsonant(String word, int i) {
        return switch (word.charAt(i)) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> isConsonantY(word, i);
            default -> true;
        };
    }

    /// In a run of ys every second one is a vowel; the first is one where a consonant precedes it.
    private static boolean isConsonantY(String word, int i) {
        int first = i;
        while (first > 0 && word.charAt(first - 1) == 'y') {
            first--;
        }
        boolean firstIsConsonant = first == 0 || "aeiou".indexOf(word.charAt(first - 1)) >= 0;
        return ((i - first) % 2 == 0) == firstIsConsonant;
    }

    private static int measure(String stem) {
        int measure = 0;
        boolean afterVowel = false;
        for (int i = 0; i < stem.length(); i++) {
            boolean consonant = isConsonant(stem, i);
            measure += afterVowel && consonant ? 1 : 0;
            afterVowel = !consonant;
        }
        return measure;
    }

    private static boolean containsVowel(String stem) {
        for (int i = 0; i < stem.length(); i++) {
            if (!isConsonant(stem, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsInDoubleConsonant(String word) {
        int last = word.length() - 1;
        return last >= 1 && word.charAt(last) == word.charAt(last - 1) && isConsonant(word, last);
    }

    /// Consonant, vowel, consonant other than w, x, y at the end; or just vowel and consonant.
    private static boolean isShort(String word) {
        int last = word.length() - 1;
        if (last == 1) {
            return !isConsonant(word, 0) && isConsonant(word, 1);
        }
        return last >= 2
                && isConsonant(word, last - 2)
                && !isConsonant(word, last - 1)
                && isConsonant(word, last)
                && "wxy".indexOf(word.charAt(last)) < 0;
    }

    private static boolean always(String stem) {
        return true;
    }

    private static boolean isPositive(String stem) {
        return measure(stem) > 0;
    }

    private static boolean isLong(String stem) {
        return measure(stem) > 1;
    }

    private static boolean isLongAndEndsInSOrT(String stem) {
        return isLong(stem) && (stem.endsWith("s") || stem.endsWith("t"));
    }
}
