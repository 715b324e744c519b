package lorica.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import lorica.storage.JsonFault;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// How JSON of datasets is read: strict, duplicate keys refused, sizes bounded.
final class JsonText {
    private static final int MAX_DEPTH = 100;

    /// Of one value: what follows it is an error.
    static final JsonMapper LINE = mapper(true);

    /// Of a value within a longer text.
    static final JsonMapper PART = mapper(false);

    private JsonText() {}

    private static JsonMapper mapper(boolean alone) {
        StreamReadConstraints limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(2 * Row.LIMIT)
                        .build();
        return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, alone)
                .build();
    }

    /// What a failure of the parser means for the file.
    static DatasetException fault(JacksonException e, Path file, Row.Place place)
            throws IOException {
        if (e.getCause() instanceof RowBudget.SpentException) {
            return tooLong(place);
        }
        if (e.getCause() instanceof CharacterCodingException) {
            return Utf8File.malformed(file);
        }
        if (e.getCause() instanceof IOException cause) {
            throw cause;
        }
        return new DatasetException(place, "JSON", reason(e));
    }

    static DatasetException tooLong(Row.Place place) {
        return new DatasetException(
                place,
                "a row of at most %,d characters".formatted(Row.LIMIT),
                "a longer one; shorten it, or is a line break or a bracket missing?");
    }

    /// The parser's own words, in one line.
    static String reason(JacksonException e) {
        return JsonFault.of(e);
    }
}
