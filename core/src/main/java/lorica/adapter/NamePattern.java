package lorica.adapter;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A key of `rank_pattern` or `alpha_pattern`: a regular expression that PEFT matches with the end
/// of a module's name, `^(.*\.)?(key)$`.
///
/// The expression comes from a file that anyone may have written, so matching is bounded: an
/// expression that looks at more than a million characters for one name is refused, and so is a key
/// or a name of more than a thousand.
record NamePattern(String key, Pattern expression) {
    private static final String PREFIX = "base_model.model.";
    private static final int BUDGET = 1_000_000;

    /// Of a key and of a name: both are walked by recursion.
    static final int LONGEST = 1_000;

    /// @throws IllegalArgumentException if the key is no regular expression
    static NamePattern of(String key) {
        if (key.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "pattern '%.40s…': expected at most %,d characters, found %,d"
                            .formatted(key, LONGEST, key.length()));
        }
        try {
            return new NamePattern(key, Pattern.compile("(.*\\.)?(" + key + ")$"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pattern '%s': expected a regular expression, found %s"
                            .formatted(key, e.getDescription()),
                    e);
        }
    }

    /// @throws IllegalArgumentException if matching takes too long
    boolean matches(String module) {
        String name = module.startsWith(PREFIX) ? module.substring(PREFIX.length()) : module;
        if (name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "module '%.40s…': expected a name of at most %,d characters, found %,d"
                            .formatted(name, LONGEST, name.length()));
        }
        try {
            return expression.matcher(new Bounded(name, key, new int[] {BUDGET})).lookingAt();
        } catch (StackOverflowError e) { // of the matcher alone, which nobody else holds
            throw new IllegalArgumentException(
                    "pattern '%.40s': expected one that matches in few steps, found one that goes too deep for '%.40s'"
                            .formatted(key, name),
                    e);
        }
    }

    /// A text that refuses to be looked at for ever.
    private record Bounded(String text, String key, int[] left) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (left[0]-- == 0) {
                throw new IllegalArgumentException(
                        "pattern '%s': expected one that matches in few steps, found more than %d for '%s'"
                                .formatted(key, BUDGET, text));
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
