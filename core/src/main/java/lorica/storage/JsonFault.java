package lorica.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/// What is wrong with a file's JSON, in words for whoever wrote the file.
///
/// The parser's own words name switches of its library; the faults that files really have are
/// said again without them.
public final class JsonFault {
    private static final Pattern TWICE =
            Pattern.compile("Duplicate (?:Object )?property (\".*?\")");
    private static final Pattern LIMIT =
            Pattern.compile("^(.*?) \\(\\d+\\) exceeds the maximum allowed \\((\\d+)");
    private static final Pattern CONTROL = Pattern.compile("\\(\\(CTRL-CHAR, code (\\d+)\\)\\)");
    private static final Pattern ASIDE =
            Pattern.compile("\\s*\\(start marker at .*\\)|\\s*\\R\\s*");

    private JsonFault() {}

    /// One line, for behind "found".
    public static String of(JacksonException e) {
        String said = String.valueOf(e.getOriginalMessage());
        Matcher twice = TWICE.matcher(said);
        if (twice.find()) {
            return "the key %s twice; one of the values would be lost".formatted(twice.group(1));
        }
        Matcher limit = LIMIT.matcher(said);
        if (limit.find()) {
            return limit.group(1).equals("Document nesting depth")
                    ? "values nested deeper than " + limit.group(2)
                    : "%s over %s".formatted(limit.group(1), limit.group(2));
        }
        Matcher control = CONTROL.matcher(said);
        if (control.find()) {
            return control.group(1).equals("0")
                    ? "a byte 0: is the file UTF-16, or damaged?"
                    : "a control character, code %s; write it with a backslash, or leave it out"
                            .formatted(control.group(1));
        }
        if (said.startsWith("Trailing token")) {
            return "more behind the value";
        }
        if (said.startsWith("Non-standard token")) {
            return said.substring(0, said.indexOf(':') < 0 ? said.length() : said.indexOf(':'))
                    + ", which is no JSON";
        }
        if (said.startsWith("Unexpected end-of-input")) {
            return "the end of the text within a value; is the file complete?";
        }
        return ASIDE.matcher(said).replaceAll(" ").strip();
    }
}
