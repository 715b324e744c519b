package lorica.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Shapes whose input is one column of text, or several joined:
///
/// ```
/// input = non-empty texts of the input columns, in order, joined by "\n"
/// ```
///
/// The output column holds a string or a list of acceptable answers.
///
/// @param input the columns of the input
/// @param optional those of them that a row may lack
public record JoinedColumns(String name, List<String> input, Set<String> optional, String output)
        implements ColumnShape {
    private static final String DEFINITION = JsonDocumentRows.DEFINITION;

    public JoinedColumns {
        input = List.copyOf(input);
        optional = Set.copyOf(optional);
        if (input.isEmpty()) {
            throw new IllegalArgumentException(
                    "shape %s: expected at least one input column, found none".formatted(name));
        }
    }

    static JoinedColumns pair(String name, String input, String output) {
        return new JoinedColumns(name, List.of(input), Set.of(), output);
    }

    /// The instruction, and below it the row's own input where there is one.
    static JoinedColumns alpaca() {
        return new JoinedColumns(
                "alpaca", List.of("instruction", "input"), Set.of("input"), "output");
    }

    /// The bare input of an instance: the definition, the same for every row, is not in front.
    static JoinedColumns naturalInstructions() {
        return pair("natural-instructions", "input", "output");
    }

    @Override
    public String description() {
        return "input=%s, output=%s".formatted(String.join("+", input), output);
    }

    @Override
    public String map() {
        return "input=%s,output=%s".formatted(String.join("+", input), output);
    }

    /// Where the same columns make a larger shape, only the larger one fits.
    boolean fits(Row row) {
        boolean there =
                row.has(output)
                        && input.stream()
                                .allMatch(column -> optional.contains(column) || row.has(column));
        return there
                && switch (name) {
                    case "input/output" -> !row.has("instruction") && !row.has(DEFINITION);
                    case "natural-instructions" -> row.has(DEFINITION) && !row.has("instruction");
                    default -> true;
                };
    }

    /// What a row's columns hold, empty or not.
    ///
    /// @throws DatasetException if a column is missing or holds something else than text
    Texts texts(Row row) {
        return new Texts(joined(row), required(row, output).texts());
    }

    private String joined(Row row) {
        if (input.size() == 1) {
            return required(row, input.getFirst()).text();
        }
        List<String> parts = new ArrayList<>(input.size());
        for (String column : input) {
            if (optional.contains(column) && !row.has(column)) {
                continue;
            }
            String part = required(row, column).text();
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return String.join("\n", parts);
    }

    private Cell required(Row row, String column) {
        Cell cell = row.cell(column);
        if (cell.isMissing()) {
            throw new DatasetException(
                    row.place(),
                    "the columns of shape %s (%s) in every row".formatted(name, description()),
                    "no \"%s\" among %s; --map chooses other columns"
                            .formatted(column, ColumnShape.columns(row)));
        }
        return cell;
    }
}
