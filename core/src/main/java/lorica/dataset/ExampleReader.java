package lorica.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a JSONL dataset example by example: one object a line with `input` and `output` (a
/// string or a list).
///
/// UTF-8 is strict; blank lines are skipped; other fields are ignored. The file is never held in
/// memory.
public final class ExampleReader implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final BufferedReader reader;
    private long line;

    private ExampleReader(Path file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
    }

    public static ExampleReader open(Path file) throws IOException {
        var decoder =
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        return new ExampleReader(
                file,
                new BufferedReader(
                        new InputStreamReader(Files.newInputStream(file), decoder), 1 << 16));
    }

    /// All examples of a small file.
    ///
    /// @throws DatasetException if there are none
    public static List<Example> readAll(Path file) throws IOException {
        List<Example> examples = new ArrayList<>();
        try (ExampleReader reader = open(file)) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                examples.add(next.get());
            }
        }
        if (examples.isEmpty()) {
            throw new DatasetException(file, "at least one example", "none");
        }
        return examples;
    }

    /// The next example, or empty at the end of the file.
    ///
    /// @throws DatasetException if the next line is not an example
    public Optional<Example> next() throws IOException {
        while (true) {
            String text;
            try {
                text = reader.readLine();
            } catch (CharacterCodingException e) {
                throw new DatasetException(file, line + 1, "UTF-8", "bytes that are not");
            }
            if (text == null) {
                return Optional.empty();
            }
            line++;
            if (!text.isBlank()) {
                return Optional.of(example(text));
            }
        }
    }

    private Example example(String text) {
        JsonNode row;
        try {
            row = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new DatasetException(file, line, "a JSON object", e.getOriginalMessage());
        }
        JsonNode input = row.path("input");
        if (!input.isString()) {
            throw new DatasetException(file, line, "a string under \"input\"", found(input));
        }
        JsonNode output = row.path("output");
        if (output.isString()) {
            return new Example(input.stringValue(), List.of(output.stringValue()));
        }
        if (!output.isArray() || output.isEmpty()) {
            throw new DatasetException(
                    file, line, "a string or a non-empty list under \"output\"", found(output));
        }
        List<String> outputs = new ArrayList<>();
        for (JsonNode value : output) {
            if (!value.isString()) {
                throw new DatasetException(file, line, "strings under \"output\"", found(value));
            }
            outputs.add(value.stringValue());
        }
        return new Example(input.stringValue(), outputs);
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "no such field" : node.toString();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
