package lorica.dataset;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// What a JSON document holds: where its rows are, and the text that belongs to all of them.
record JsonOutline(Rows rows, Optional<String> definition) {
    /// The list of Natural-Instructions task files; its other lists are not rows.
    private static final String INSTANCES = "Instances";

    private static final int MAX_MEMBERS = 10_000;

    /// Where the rows are.
    sealed interface Rows permits Root, Member, Sequence {}

    /// The document is the list.
    record Root() implements Rows {}

    /// A member of the document is the list.
    record Member(String name) implements Rows {}

    /// One object after another, no list around them.
    record Sequence() implements Rows {}

    String format() {
        return switch (rows) {
            case Root() -> "JSON";
            case Member(String name) -> "JSON, the list \"" + name + "\"";
            case Sequence() -> "JSON, one object after another";
        };
    }

    /// Reads a document up to the first row where the document is a list, else to its end.
    ///
    /// @throws DatasetException if it holds no rows, or several lists of them
    static JsonOutline of(Path file) throws IOException {
        Row.Place start = Row.Place.row(file, 1);
        try (Reader text = Utf8File.open(file).reader();
                JsonParser parser = JsonText.PART.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new JsonOutline(new Sequence(), Optional.empty());
            }
            if (first == JsonToken.START_ARRAY) {
                return new JsonOutline(new Root(), Optional.empty());
            }
            if (first != JsonToken.START_OBJECT) {
                throw new DatasetException(
                        file, "a list of objects, or an object that holds one", "a single value");
            }
            return new Scan(file, parser).object();
        } catch (JacksonException e) {
            throw JsonText.fault(e, file, start);
        }
    }

    /// One walk over the members of the first object.
    private static final class Scan {
        private final Path file;
        private final JsonParser parser;
        private final Set<String> members = new HashSet<>();
        private final List<String> lists = new ArrayList<>();
        private Optional<String> definition = Optional.empty();

        Scan(Path file, JsonParser parser) {
            this.file = file;
            this.parser = parser;
        }

        JsonOutline object() {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                member(parser.currentName());
            }
            if (parser.nextToken() != null) {
                return new JsonOutline(new Sequence(), Optional.empty());
            }
            if (lists.contains(INSTANCES)) {
                return new JsonOutline(new Member(INSTANCES), definition);
            }
            if (lists.size() == 1) {
                return new JsonOutline(new Member(lists.getFirst()), definition);
            }
            throw new DatasetException(
                    file,
                    "one list of objects (or JSONL: one object a line, in a file named .jsonl)",
                    lists.isEmpty()
                            ? "none among the members "
                                    + members.stream().sorted().limit(20).toList()
                            : "the lists %s; keep one of them, for instance jq '.%s'"
                                    .formatted(lists, lists.getFirst()));
        }

        private void member(String name) {
            if (!members.add(name)) {
                throw new DatasetException(file, "every member once", "\"" + name + "\" twice");
            }
            if (members.size() > MAX_MEMBERS) {
                throw new DatasetException(
                        file, "a list of objects", "an object of more than 10,000 members");
            }
            JsonToken value = parser.nextToken();
            if (name.equals(JsonDocumentRows.DEFINITION)) {
                definition = Optional.of(text(JsonText.PART.readTree(parser)));
                return;
            }
            if (value != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            JsonToken element = parser.nextToken();
            if (element == JsonToken.START_OBJECT) {
                lists.add(name);
            }
            while (element != null && element != JsonToken.END_ARRAY) {
                parser.skipChildren();
                element = parser.nextToken();
            }
        }

        /// A string, or several, one a line.
        private String text(JsonNode value) {
            Cell cell = new Cell(Row.Place.row(file, 1), JsonDocumentRows.DEFINITION, value);
            return String.join("\n", cell.texts());
        }
    }
}
