package lorica.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JSON document of results that is read for a page.
final class ResultFile {
    /// A study of a thousand datasets and a hundred rows has 100 MB.
    private static final int LARGEST = 1 << 28;

    private ResultFile() {}

    /// Reads a document of one schema.
    ///
    /// @throws ReportException if it is another, or lacks what is asked of it
    static <T> T read(Path file, String schema, Function<JsonNode, T> parse) throws IOException {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(SmallFile.read(file, LARGEST));
        } catch (JacksonException e) {
            throw new ReportException(file, "content", "JSON", JsonFault.of(e));
        }
        if (!root.path("schema").asString("").equals(schema)) {
            throw new ReportException(
                    file,
                    "schema",
                    schema + " (run the command that wrote it again)",
                    root.path("schema").toString());
        }
        try {
            return parse.apply(root);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new ReportException(
                    file,
                    "content",
                    "what docs/formats.md describes",
                    String.valueOf(e.getMessage()));
        }
    }

    static String text(JsonNode node, String name) {
        return node.required(name).stringValue();
    }

    static List<JsonNode> list(JsonNode node, String name) {
        List<JsonNode> items = new ArrayList<>();
        node.required(name).forEach(items::add);
        return items;
    }

    static double[] numbers(JsonNode node) {
        double[] numbers = new double[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = node.get(i).doubleValue();
        }
        return numbers;
    }

    /// An estimate and its interval.
    record Estimate(double value, double low, double high) {
        static Optional<Estimate> of(JsonNode node) {
            return node.path("estimate").isNumber()
                    ? Optional.of(
                            new Estimate(
                                    node.path("estimate").doubleValue(),
                                    node.required("low").doubleValue(),
                                    node.required("high").doubleValue()))
                    : Optional.empty();
        }
    }
}
