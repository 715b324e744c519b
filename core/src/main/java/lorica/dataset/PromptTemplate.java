package lorica.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.storage.SmallFile;

/// The text that datasets put around every bare input: literals and fields in turn.
///
/// ```
/// literals[0] {fields[0]} literals[1] {fields[1]} … literals[n]
/// ```
///
/// `{input}` occurs exactly once and stands for the bare input. Other fields, such as
/// `{definition}`, stand for text that differs between datasets. A brace that is not part of a
/// `{name}` is itself.
///
/// An input follows the template when it begins with the first literal, ends with the last one
/// and holds the others in order. Where that can be read in several ways, `{input}` is as long as
/// possible: fields before it end at the first place that fits, fields after it start at the last.
///
/// @param literals one more than fields; none between two fields is empty
/// @param fields names, in order, all different
public record PromptTemplate(List<String> literals, List<String> fields) {
    /// The field that stands for the bare input.
    public static final String INPUT = "input";

    private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)}");

    public PromptTemplate {
        literals = List.copyOf(literals);
        fields = List.copyOf(fields);
        if (literals.size() != fields.size() + 1) {
            throw new IllegalArgumentException(
                    "prompt template: expected one literal more than fields, found %d and %d"
                            .formatted(literals.size(), fields.size()));
        }
        if (!fields.contains(INPUT)) {
            throw new IllegalArgumentException(
                    "prompt template: expected {input} once, found fields " + fields);
        }
        if (fields.stream().distinct().count() < fields.size()) {
            throw new IllegalArgumentException(
                    "prompt template: expected every field once, found fields " + fields);
        }
        for (int i = 1; i < fields.size(); i++) {
            if (literals.get(i).isEmpty()) {
                throw new IllegalArgumentException(
                        "prompt template: expected text between {%s} and {%s}, found none"
                                .formatted(fields.get(i - 1), fields.get(i)));
            }
        }
    }

    /// Parses a template's text.
    public static PromptTemplate parse(String text) {
        List<String> literals = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        Matcher matcher = FIELD.matcher(text);
        int from = 0;
        while (matcher.find()) {
            literals.add(text.substring(from, matcher.start()));
            fields.add(matcher.group(1));
            from = matcher.end();
        }
        literals.add(text.substring(from));
        return new PromptTemplate(literals, fields);
    }

    /// Reads a template from a UTF-8 file; one line break at the very end, which editors add, is
    /// not part of it.
    ///
    /// @throws DatasetException if the file holds no template
    public static PromptTemplate read(Path file) throws IOException {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(SmallFile.read(file))).toString();
        } catch (CharacterCodingException e) {
            throw new DatasetException(file, "UTF-8", "bytes that are not");
        }
        if (text.endsWith("\r\n")) {
            text = text.substring(0, text.length() - 2);
        } else if (text.endsWith("\n")) {
            text = text.substring(0, text.length() - 1);
        }
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new DatasetException(
                    file, "a prompt template with {input} once", String.valueOf(e.getMessage()));
        }
    }

    /// The template as it is written: [#parse] of it is this template.
    public String text() {
        StringBuilder text = new StringBuilder(literals.getFirst());
        for (int i = 0; i < fields.size(); i++) {
            text.append('{').append(fields.get(i)).append('}').append(literals.get(i + 1));
        }
        return text.toString();
    }

    /// Whether a bare input is all that the template needs: `{input}` is its only field.
    public boolean needsInputOnly() {
        return fields.size() == 1;
    }

    public boolean matches(String input) {
        return locate(input).isPresent();
    }

    /// The bare input within an input that follows the template; empty if it does not follow it.
    public Optional<String> strip(String input) {
        return locate(input).map(spans -> spans.get(fields.indexOf(INPUT)).of(input));
    }

    /// The text of every field, `{input}` included; empty if the input does not follow the
    /// template.
    public Optional<Map<String, String>> values(String input) {
        return locate(input)
                .map(
                        spans -> {
                            Map<String, String> values = new LinkedHashMap<>();
                            for (int i = 0; i < fields.size(); i++) {
                                values.put(fields.get(i), spans.get(i).of(input));
                            }
                            return values;
                        });
    }

    /// Puts the template around a bare input.
    ///
    /// @throws IllegalArgumentException if the template has other fields
    public String wrap(String input) {
        return wrap(input, Map.of());
    }

    /// Puts the template around a bare input.
    ///
    /// @param others the text of every other field
    /// @throws IllegalArgumentException if a field has no text
    public String wrap(String input, Map<String, String> others) {
        StringBuilder text = new StringBuilder(literals.getFirst());
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            String value = field.equals(INPUT) ? input : others.get(field);
            if (value == null) {
                throw new IllegalArgumentException(
                        "prompt template: expected the text of {%s}, found none: it differs"
                                        .formatted(field)
                                + " between datasets, so write a template with yours in its place");
            }
            text.append(value).append(literals.get(i + 1));
        }
        return text.toString();
    }

    /// Where each field stands in an input.
    private Optional<List<Span>> locate(String input) {
        int last = fields.size();
        if (!input.startsWith(literals.getFirst())
                || !input.endsWith(literals.get(last))
                || input.length() < literals.getFirst().length() + literals.get(last).length()) {
            return Optional.empty();
        }
        Span[] spans = new Span[last];
        int middle = fields.indexOf(INPUT);
        int from = literals.getFirst().length();
        for (int i = 0; i < middle; i++) {
            int end = input.indexOf(literals.get(i + 1), from);
            if (end < 0) {
                return Optional.empty();
            }
            spans[i] = new Span(from, end);
            from = end + literals.get(i + 1).length();
        }
        int to = input.length() - literals.get(last).length();
        for (int i = last - 1; i > middle; i--) {
            int length = literals.get(i).length();
            int start = input.lastIndexOf(literals.get(i), to - length);
            if (start < 0) {
                return Optional.empty();
            }
            spans[i] = new Span(start + length, to);
            to = start;
        }
        if (from > to) {
            return Optional.empty();
        }
        spans[middle] = new Span(from, to);
        return Optional.of(List.of(spans));
    }

    private record Span(int from, int to) {
        String of(String text) {
            return text.substring(from, to);
        }
    }
}
