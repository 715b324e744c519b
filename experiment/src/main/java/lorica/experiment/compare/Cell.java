package lorica.experiment.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What one training of one method on one task gave.
///
/// @param values by [Measure]; one that was not taken is absent
public record Cell(String task, String method, long seed, SequencedMap<Measure, Double> values) {
    public Cell {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    Optional<Double> value(Measure measure) {
        return Optional.ofNullable(values.get(measure));
    }

    void render(ObjectNode node) {
        node.put("task", task).put("method", method).put("seed", seed);
        values.forEach((measure, value) -> node.put(measure.key(), value));
    }

    static Cell parse(JsonNode node) {
        SequencedMap<Measure, Double> values = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            if (node.path(measure.key()).isNumber()) {
                values.put(measure, node.path(measure.key()).doubleValue());
            }
        }
        return new Cell(
                node.path("task").stringValue(),
                node.path("method").stringValue(),
                node.path("seed").longValue(),
                values);
    }
}
