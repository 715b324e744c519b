package lorica.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.dataset.Example;
import lorica.storage.JsonFault;
import lorica.storage.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Predictions as JSONL: a dataset's rows (`input`, `output` as a list), each with `prediction`.
///
/// So a predictions file is itself a dataset file, and any program that can copy rows can write
/// one. docs/formats.md describes it.
public final class PredictionFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private PredictionFile() {}

    /// All predictions of a file.
    ///
    /// @throws PredictionException if a line is no prediction, or there are none
    public static List<Prediction> read(Path file) throws IOException {
        List<Prediction> predictions = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
            long line = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (!text.isBlank()) {
                    predictions.add(prediction(file, line, text));
                }
            }
        } catch (CharacterCodingException e) {
            throw new PredictionException(file, "UTF-8", "bytes that are not");
        }
        if (predictions.isEmpty()) {
            throw new PredictionException(file, "at least one prediction", "none");
        }
        return predictions;
    }

    /// The predictions of a file, checked to be of exactly these examples in this order. The
    /// references are those of the examples: a corrected dataset is scored as corrected.
    ///
    /// @throws PredictionException if the file answers other rows
    public static List<Prediction> readFor(Path file, List<Example> examples) throws IOException {
        List<Prediction> predictions = read(file);
        if (predictions.size() != examples.size()) {
            throw new PredictionException(
                    file,
                    "one prediction for each of the dataset's " + examples.size() + " rows",
                    predictions.size() + " predictions; remove the file to generate them again");
        }
        List<Prediction> current = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            if (!predictions.get(i).input().equals(examples.get(i).input())) {
                throw new PredictionException(
                        file,
                        "prediction %d to answer the dataset's row %d, input %s"
                                .formatted(i + 1, i + 1, quoted(examples.get(i).input())),
                        "input " + quoted(predictions.get(i).input()));
            }
            current.add(Prediction.of(examples.get(i), predictions.get(i).answer()));
        }
        return current;
    }

    private static Prediction prediction(Path file, long line, String text) {
        JsonNode row;
        try {
            row = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new PredictionException(file, line, "a JSON object", JsonFault.of(e));
        }
        String input = string(file, line, row, "input");
        String answer = string(file, line, row, "prediction");
        JsonNode output = row.path("output");
        if (output.isString()) {
            return new Prediction(input, List.of(output.stringValue()), answer);
        }
        if (!output.isArray() || output.isEmpty()) {
            throw new PredictionException(
                    file, line, "a string or a non-empty list under \"output\"", found(output));
        }
        List<String> references = new ArrayList<>();
        for (JsonNode value : output) {
            if (!value.isString()) {
                throw new PredictionException(file, line, "strings under \"output\"", found(value));
            }
            references.add(value.stringValue());
        }
        return new Prediction(input, references, answer);
    }

    private static String string(Path file, long line, JsonNode row, String name) {
        JsonNode value = row.path(name);
        if (!value.isString()) {
            throw new PredictionException(
                    file, line, "a string under \"" + name + "\"", found(value));
        }
        return value.stringValue();
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "no such field" : node.toString();
    }

    private static String quoted(String text) {
        return '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
    }

    /// Writes predictions, whole or not at all.
    public static void write(Path file, List<Prediction> predictions) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Prediction prediction : predictions) {
            ObjectNode row = JSON.createObjectNode().put("input", prediction.input());
            var output = row.putArray("output");
            prediction.references().forEach(output::add);
            row.put("prediction", prediction.answer());
            text.append(JSON.writeValueAsString(row)).append('\n');
        }
        WholeFile.write(file, text.toString());
    }
}
