package lorica.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which columns of a row are the input and which the output.
///
/// A shape is detected from the first row ([#detect]) or given by the user ([#parse]); every row
/// of the file is then read by it.
public sealed interface ColumnShape permits JoinedColumns, ConversationColumns {
    /// As users know it: `alpaca`.
    String name();

    /// Which columns are what: `input=instruction+input, output=output`.
    String description();

    /// The same as [#parse] takes it: `input=instruction+input,output=output`.
    String map();

    /// The shapes that are recognised, in the order of docs/formats.md.
    static List<ColumnShape> known() {
        return List.of(
                JoinedColumns.pair("input/output", "input", "output"),
                JoinedColumns.alpaca(),
                JoinedColumns.pair("prompt/completion", "prompt", "completion"),
                JoinedColumns.pair("prompt/response", "prompt", "response"),
                JoinedColumns.pair("question/answer", "question", "answer"),
                ConversationColumns.messages("messages"),
                ConversationColumns.conversations("conversations"),
                JoinedColumns.naturalInstructions());
    }

    /// The one shape that fits a row.
    ///
    /// @throws DatasetException if none does, or several do
    static ColumnShape detect(Row row) {
        List<ColumnShape> fitting = new ArrayList<>();
        for (ColumnShape shape : known()) {
            if (fits(shape, row)) {
                fitting.add(shape);
            }
        }
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        throw new DatasetException(
                row.place(),
                fitting.isEmpty()
                        ? "the columns of a known shape (%s), or --map input=COLUMN,output=COLUMN"
                                .formatted(names(known()))
                        : "the columns of one shape; choose with --map input=COLUMN,output=COLUMN"
                                + " (or messages=COLUMN, conversations=COLUMN)",
                fitting.isEmpty()
                        ? "the columns " + columns(row)
                        : "those of %d: %s".formatted(fitting.size(), names(fitting)));
    }

    private static boolean fits(ColumnShape shape, Row row) {
        return switch (shape) {
            case JoinedColumns joined -> joined.fits(row);
            case ConversationColumns conversation -> conversation.fits(row);
        };
    }

    /// The columns of a row as an error shows them.
    static String columns(Row row) {
        List<String> names = new ArrayList<>(row.columns().propertyNames());
        return names.size() <= 20
                ? names.toString()
                : "%s and %d more".formatted(names.subList(0, 20), names.size() - 20);
    }

    private static String names(List<ColumnShape> shapes) {
        return String.join(", ", shapes.stream().map(ColumnShape::name).toList());
    }

    /// Reads what `--map` takes: `input=COLUMN,output=COLUMN`, where several columns with `+`
    /// between them are joined by a line break; or `messages=COLUMN` or `conversations=COLUMN`.
    ///
    /// @throws IllegalArgumentException if it is none of these
    static ColumnShape parse(String map) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String part : map.split(",", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? "" : part.substring(0, equals).strip();
            String column = part.substring(equals + 1).strip();
            if (key.isEmpty() || column.isEmpty() || columns.put(key, column) != null) {
                throw unreadable(map);
            }
        }
        if (columns.keySet().equals(Set.of("input", "output"))) {
            List<String> joined =
                    List.of(columns.getOrDefault("input", "").split("\\+", -1)).stream()
                            .map(String::strip)
                            .toList();
            if (joined.stream().anyMatch(String::isEmpty)) {
                throw unreadable(map);
            }
            return new JoinedColumns(
                    "mapped", joined, Set.of(), columns.getOrDefault("output", ""));
        }
        if (columns.keySet().equals(Set.of("messages"))) {
            return ConversationColumns.messages(columns.getOrDefault("messages", ""));
        }
        if (columns.keySet().equals(Set.of("conversations"))) {
            return ConversationColumns.conversations(columns.getOrDefault("conversations", ""));
        }
        throw unreadable(map);
    }

    private static IllegalArgumentException unreadable(String map) {
        return new IllegalArgumentException(
                ("map: expected input=COLUMN[+COLUMN…],output=COLUMN or messages=COLUMN or"
                                + " conversations=COLUMN, found '%s'")
                        .formatted(map));
    }
}
