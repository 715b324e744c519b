package lorica.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import lorica.experiment.fewexamples.LearnedMixture;
import lorica.storage.Checksum;
import lorica.storage.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Mixtures that a study learned: one file a task, `<dataset>/<key>.json`, there whole or not at
/// all, so a killed study goes on where it was.
record LearnedStore(Path directory) {
    private static final String SCHEMA = "lorica.learned/1";
    private static final int DIGITS = 24;
    private static final JsonMapper JSON = JsonMapper.shared();

    private Path file(String task, Checksum key) {
        return directory.resolve(task).resolve(key.hex().substring(0, DIGITS) + ".json");
    }

    /// The mixtures of a task by name, if they were learned.
    ///
    /// @throws StudyException if the file is not what this class writes
    Optional<Map<String, LearnedMixture>> find(String task, Checksum key) throws IOException {
        Path file = file(task, key);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (!SCHEMA.equals(root.required("schema").stringValue())) {
                throw new IllegalArgumentException(root.required("schema").toString());
            }
            Map<String, LearnedMixture> learned = new LinkedHashMap<>();
            root.required("mixtures")
                    .properties()
                    .forEach(entry -> learned.put(entry.getKey(), mixture(entry.getValue())));
            return Optional.of(learned);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new StudyException(
                    file,
                    "learned mixtures",
                    "%s as a study writes it; delete the file to learn them again"
                            .formatted(SCHEMA),
                    String.valueOf(e.getMessage()));
        }
    }

    void put(String task, Checksum key, Map<String, LearnedMixture> learned) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("schema", SCHEMA);
        ObjectNode mixtures = root.putObject("mixtures");
        learned.forEach((name, mixture) -> write(mixtures.putObject(name), mixture));
        Path file = file(task, key);
        Files.createDirectories(file.resolveSibling(""));
        WholeFile.write(file, JSON.writeValueAsString(root) + "\n");
    }

    private static void write(ObjectNode node, LearnedMixture mixture) {
        var entries = node.putArray("entries");
        mixture.entries().forEach(entries::add);
        ObjectNode coefficients = node.putObject("coefficients");
        mixture.coefficients()
                .forEach(
                        (module, values) -> {
                            var array = coefficients.putArray(module);
                            for (double value : values) {
                                array.add(value);
                            }
                        });
        node.put("before", mixture.before())
                .put("after", mixture.after())
                .put("passes", mixture.passes())
                .put("steps", mixture.steps())
                .put("origin", mixture.origin());
    }

    private static LearnedMixture mixture(JsonNode node) {
        List<String> entries = new ArrayList<>();
        node.required("entries").forEach(entry -> entries.add(entry.stringValue()));
        SequencedMap<String, double[]> coefficients = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> module : node.required("coefficients").properties()) {
            double[] values = new double[module.getValue().size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = module.getValue().get(k).doubleValue();
            }
            coefficients.put(module.getKey(), values);
        }
        return new LearnedMixture(
                entries,
                coefficients,
                node.required("before").doubleValue(),
                node.required("after").doubleValue(),
                node.required("passes").intValue(),
                node.required("steps").intValue(),
                node.required("origin").stringValue());
    }
}
