package lorica.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// JSONL: one object a line; blank lines are skipped.
final class JsonLineRows implements RowSource {
    private final Path file;
    private final LineReader lines;
    private final String format;
    private long line;

    private JsonLineRows(Path file, LineReader lines, String format) {
        this.file = file;
        this.lines = lines;
        this.format = format;
    }

    static JsonLineRows open(Path file) throws IOException {
        Utf8File text = Utf8File.open(file);
        return new JsonLineRows(
                file,
                new LineReader(text.reader(), Row.LIMIT),
                text.marked() ? "JSONL after a byte order mark" : "JSONL");
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Optional<Row> next() throws IOException {
        while (true) {
            Optional<String> text = line();
            if (text.isEmpty()) {
                return Optional.empty();
            }
            line++;
            if (!text.get().isBlank()) {
                return Optional.of(row(text.get()));
            }
        }
    }

    private Optional<String> line() throws IOException {
        try {
            return lines.next();
        } catch (CharacterCodingException e) {
            throw Utf8File.malformed(file);
        } catch (LineReader.TooLongException e) {
            throw JsonText.tooLong(Row.Place.line(file, line + 1));
        }
    }

    private Row row(String text) {
        Row.Place place = Row.Place.line(file, line);
        JsonNode value;
        try {
            value = JsonText.LINE.readTree(text);
        } catch (JacksonException e) {
            throw new DatasetException(
                    place,
                    "a JSON object a line (or a name that ends in .json)",
                    JsonText.reason(e));
        }
        if (value instanceof ObjectNode object) {
            return new Row(place, object);
        }
        throw new DatasetException(
                place, "a JSON object a line (or a name that ends in .json)", Cell.kind(value));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
