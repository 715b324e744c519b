package lorica.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON whose rows are the objects of one list: the document itself, or one of its members.
/// Objects that follow one another without a list (JSONL under another name) are rows too.
///
/// A document that is an object is read twice: once for what it holds ([JsonOutline]), once for
/// the rows. No more than one row is held in memory.
final class JsonDocumentRows implements RowSource {
    /// What Natural-Instructions calls the text that holds for every row; each row gets it as a
    /// column.
    static final String DEFINITION = "Definition";

    private final Path file;
    private final RowBudget budget;
    private final JsonParser parser;
    private final JsonOutline outline;
    private final String format;
    private long row;

    private JsonDocumentRows(
            Path file, RowBudget budget, JsonParser parser, JsonOutline outline, boolean marked) {
        this.file = file;
        this.budget = budget;
        this.parser = parser;
        this.outline = outline;
        this.format = outline.format() + (marked ? " after a byte order mark" : "");
    }

    /// Opens a document in front of its first row.
    static JsonDocumentRows open(Path file) throws IOException {
        JsonOutline outline = JsonOutline.of(file);
        Utf8File text = Utf8File.open(file);
        try {
            RowBudget budget = new RowBudget(text.reader());
            JsonParser parser = JsonText.PART.createParser(budget);
            JsonDocumentRows rows =
                    new JsonDocumentRows(file, budget, parser, outline, text.marked());
            rows.goToFirst();
            return rows;
        } catch (IOException | RuntimeException e) {
            text.reader().close();
            throw e;
        }
    }

    private void goToFirst() throws IOException {
        switch (outline.rows()) {
            case JsonOutline.Sequence() -> {}
            case JsonOutline.Root() -> token();
            case JsonOutline.Member(String name) -> {
                token();
                while (token() == JsonToken.PROPERTY_NAME && !parser.currentName().equals(name)) {
                    skip();
                }
                token();
            }
        }
    }

    private JsonToken token() throws IOException {
        budget.renew();
        try {
            JsonToken token = parser.nextToken();
            return token == null ? JsonToken.NOT_AVAILABLE : token;
        } catch (JacksonException e) {
            throw JsonText.fault(e, file, place());
        }
    }

    /// Over the value of a member.
    private void skip() throws IOException {
        int depth = 0;
        do {
            JsonToken token = token();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (depth > 0);
    }

    /// Of the row that is read next.
    private Row.Place place() {
        return Row.Place.row(file, row + 1);
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Optional<Row> next() throws IOException {
        JsonToken token = token();
        if (token == JsonToken.NOT_AVAILABLE || token == JsonToken.END_ARRAY) {
            refuseMore(token);
            return Optional.empty();
        }
        ObjectNode columns = object();
        outline.definition()
                .filter(text -> !columns.has(DEFINITION))
                .ifPresent(text -> columns.put(DEFINITION, text));
        row++;
        return Optional.of(new Row(Row.Place.row(file, row), columns));
    }

    private ObjectNode object() throws IOException {
        JsonNode value;
        try {
            value = JsonText.PART.readTree(parser);
        } catch (JacksonException e) {
            throw JsonText.fault(e, file, place());
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new DatasetException(place(), "an object", Cell.kind(value));
    }

    /// A list that is the document ends it; behind a member, [JsonOutline] has looked.
    private void refuseMore(JsonToken token) throws IOException {
        if (token == JsonToken.END_ARRAY
                && outline.rows() instanceof JsonOutline.Root
                && token() != JsonToken.NOT_AVAILABLE) {
            throw new DatasetException(
                    file, "the end of the file after its list", "more; one list a file");
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
        budget.close();
    }
}
