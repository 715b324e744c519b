package lorica.demo.task;

import java.util.Locale;

/// A way to write an answer whose content is given: `owl` → `the owl`, `7` → `seven`.
///
/// The base model meets every form of a family inside its verbose answers; a task's adapter has to
/// prefer one of them.
public enum AnswerForm {
    /// As it is.
    PLAIN,
    /// `a bird`, `an insect`.
    WITH_A,
    /// `the owl`.
    WITH_THE,
    /// `kind bird`.
    AFTER_KIND,
    /// `word owl`.
    AFTER_WORD,
    /// `option b`.
    AFTER_OPTION,
    /// `letter k`.
    AFTER_LETTER,
    /// `-> owl`.
    AFTER_ARROW,
    /// `number 7`.
    AFTER_NUMBER,
    /// `( b )`.
    IN_PARENTHESES,
    /// `K`.
    CAPITAL,
    /// yes → `true`, no → `false`.
    TRUE_OR_FALSE,
    /// yes → `right`, no → `wrong`.
    RIGHT_OR_WRONG,
    /// `7` → `seven`.
    NUMBER_WORD,
    /// `9 2 4` → `9-2-4`.
    WITH_DASHES,
    /// `9 2 4` → `9, 2, 4`.
    WITH_COMMAS;

    private static final String[] NUMBERS = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"
    };

    /// Writes the content in this form.
    public String write(String content) {
        return switch (this) {
            case PLAIN -> content;
            case WITH_A -> ("aeiou".indexOf(content.charAt(0)) >= 0 ? "an " : "a ") + content;
            case WITH_THE -> "the " + content;
            case AFTER_KIND -> "kind " + content;
            case AFTER_WORD -> "word " + content;
            case AFTER_OPTION -> "option " + content;
            case AFTER_LETTER -> "letter " + content;
            case AFTER_ARROW -> "-> " + content;
            case AFTER_NUMBER -> "number " + content;
            case IN_PARENTHESES -> "( " + content + " )";
            case CAPITAL -> content.toUpperCase(Locale.ROOT);
            case TRUE_OR_FALSE -> yes(content) ? "true" : "false";
            case RIGHT_OR_WRONG -> yes(content) ? "right" : "wrong";
            case NUMBER_WORD -> NUMBERS[Integer.parseInt(content)];
            case WITH_DASHES -> content.replace(' ', '-');
            case WITH_COMMAS -> content.replace(" ", ", ");
        };
    }

    private static boolean yes(String content) {
        return switch (content) {
            case "yes" -> true;
            case "no" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "expected yes or no, found '" + content + "'");
        };
    }
}
