package lorica.experiment.refine;

import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One training of a curve.
///
/// @param steps updates from the start; 0: the start itself
/// @param processorSeconds that the updates took, of the thread that made them; for a mixture
///     and no step, those of making it
/// @param seconds the same by the clock
/// @param lastLoss training loss before the last update; empty without one
/// @param rougeL mean over the task's test rows, in `[0, 1]`
/// @param exactMatch share of them
public record Point(
        String task,
        Start start,
        int steps,
        double processorSeconds,
        double seconds,
        OptionalDouble lastLoss,
        double rougeL,
        double exactMatch) {

    void render(ObjectNode node) {
        node.put("task", task)
                .put("start", start.label())
                .put("steps", steps)
                .put("processorSeconds", processorSeconds)
                .put("seconds", seconds);
        lastLoss.ifPresent(loss -> node.put("lastLoss", loss));
        node.put("rougeL", rougeL).put("exactMatch", exactMatch);
    }

    static Point parse(JsonNode node) {
        return new Point(
                node.path("task").stringValue(),
                Start.valueOf(node.path("start").stringValue().toUpperCase(java.util.Locale.ROOT)),
                node.path("steps").intValue(),
                node.path("processorSeconds").doubleValue(),
                node.path("seconds").doubleValue(),
                node.has("lastLoss")
                        ? OptionalDouble.of(node.path("lastLoss").doubleValue())
                        : OptionalDouble.empty(),
                node.path("rougeL").doubleValue(),
                node.path("exactMatch").doubleValue());
    }
}
