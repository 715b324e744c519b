package lorica.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.dataset.Example;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the same examples in every shape and format that Lorica reads.
///
/// An input of several lines is taken apart where the shape has parts: the first line is alpaca's
/// instruction, the system message, the first turn.
public final class ShapedFiles {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DEFINITION = "Answer the question, \"briefly\".";

    private ShapedFiles() {}

    /// The shapes by name, with the columns of their rows.
    public enum Shape {
        INPUT_OUTPUT("input/output"),
        ALPACA("alpaca"),
        PROMPT_COMPLETION("prompt/completion"),
        PROMPT_RESPONSE("prompt/response"),
        QUESTION_ANSWER("question/answer"),
        MESSAGES("messages"),
        CONVERSATIONS("conversations"),
        NATURAL_INSTRUCTIONS("natural-instructions");

        private final String title;

        Shape(String title) {
            this.title = title;
        }

        /// As Lorica names it.
        public String title() {
            return title;
        }

        /// Whether a row is text alone, as CSV needs it.
        public boolean isFlat() {
            return this != MESSAGES && this != CONVERSATIONS;
        }
    }

    /// Examples with one output each: all that a conversation or a CSV cell holds.
    public static List<Example> withOneOutput(List<Example> examples) {
        return examples.stream()
                .map(example -> new Example(example.input(), List.of(example.output())))
                .toList();
    }

    /// One object a line.
    public static Path jsonLines(Path folder, Shape shape, List<Example> examples)
            throws IOException {
        List<String> lines = new ArrayList<>();
        for (Example example : examples) {
            ObjectNode row = row(shape, example);
            if (shape == Shape.NATURAL_INSTRUCTIONS) {
                row.put("Definition", DEFINITION);
            }
            lines.add(JSON.writeValueAsString(row));
        }
        return Files.write(folder.resolve(shape + ".jsonl"), lines);
    }

    /// One list, or the task file of Natural-Instructions.
    public static Path json(Path folder, Shape shape, List<Example> examples) throws IOException {
        ArrayNode rows = JSON.createArrayNode();
        examples.forEach(example -> rows.add(row(shape, example)));
        Path file = folder.resolve(shape + ".json");
        if (shape != Shape.NATURAL_INSTRUCTIONS) {
            return Files.writeString(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows));
        }
        ObjectNode task = JSON.createObjectNode();
        task.putArray("Contributors").add("A. Nobody");
        task.putArray("Definition").add(DEFINITION);
        task.putArray("Positive Examples")
                .addObject()
                .put("input", "not")
                .put("output", "a row")
                .put("explanation", "an example of the definition");
        task.putArray("Negative Examples");
        task.set("Instances", rows);
        task.putArray("Instance License").add("Unknown");
        return Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(task));
    }

    /// A header, then one row an example; the first output of each.
    public static Path csv(Path folder, Shape shape, List<Example> examples) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Example example : withOneOutput(examples)) {
            ObjectNode row = row(shape, example);
            if (shape == Shape.NATURAL_INSTRUCTIONS) {
                row.put("Definition", DEFINITION);
            }
            if (text.isEmpty()) {
                text.append(String.join(",", row.propertyNames())).append("\r\n");
            }
            List<String> cells = new ArrayList<>();
            for (var value : row.values()) {
                String cell = value.isArray() ? value.path(0).asString() : value.asString();
                cells.add('"' + cell.replace("\"", "\"\"") + '"');
            }
            text.append(String.join(",", cells)).append("\r\n");
        }
        return Files.writeString(folder.resolve(shape + ".csv"), text);
    }

    private static ObjectNode row(Shape shape, Example example) {
        ObjectNode row = JSON.createObjectNode();
        switch (shape) {
            case INPUT_OUTPUT -> pair(row, "input", "output", example);
            case PROMPT_COMPLETION -> pair(row, "prompt", "completion", example);
            case PROMPT_RESPONSE -> pair(row, "prompt", "response", example);
            case QUESTION_ANSWER -> pair(row, "question", "answer", example);
            case NATURAL_INSTRUCTIONS -> {
                row.put("id", "task000-x");
                pair(row, "input", "output", example);
            }
            case ALPACA -> {
                List<String> parts = parts(example.input());
                row.put("instruction", parts.getFirst());
                row.put("input", parts.size() == 1 ? "" : parts.getLast());
                output(row, "output", example);
            }
            case MESSAGES -> {
                ArrayNode turns = row.putArray("messages");
                List<String> parts = parts(example.input());
                if (parts.size() == 2) {
                    turns.addObject().put("role", "system").put("content", parts.getFirst());
                }
                turns.addObject().put("role", "user").put("content", parts.getLast());
                turns.addObject().put("role", "assistant").put("content", example.output());
            }
            case CONVERSATIONS -> {
                ArrayNode turns = row.putArray("conversations");
                for (String part : parts(example.input())) {
                    turns.addObject().put("from", "human").put("value", part);
                }
                turns.addObject().put("from", "gpt").put("value", example.output());
            }
        }
        return row;
    }

    private static void pair(ObjectNode row, String input, String output, Example example) {
        row.put(input, example.input());
        output(row, output, example);
    }

    private static void output(ObjectNode row, String column, Example example) {
        if (example.outputs().size() == 1) {
            row.put(column, example.output());
            return;
        }
        ArrayNode outputs = row.putArray(column);
        example.outputs().forEach(outputs::add);
    }

    /// The first line and the rest, where both hold text.
    private static List<String> parts(String input) {
        int end = input.indexOf('\n');
        return end <= 0 || end == input.length() - 1
                ? List.of(input)
                : List.of(input.substring(0, end), input.substring(end + 1));
    }
}
