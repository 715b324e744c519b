package lorica.experiment.refine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import lorica.evaluate.GapClosed;
import lorica.evaluate.Interval;
import lorica.evaluate.Summary;
import lorica.experiment.SharePlot;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The points as table, document and picture.
final class CurveTables {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final RefinementOptions options;
    private final List<Point> points;
    private final List<String> tasks;

    CurveTables(RefinementOptions options, List<Point> points) {
        this.options = options;
        this.points = List.copyOf(points);
        tasks = points.stream().map(Point::task).distinct().toList();
    }

    private double[] values(Start start, int steps, ToDoubleFunction<Point> value) {
        return points.stream()
                .filter(point -> point.start() == start && point.steps() == steps)
                .mapToDouble(value)
                .toArray();
    }

    private double mean(Start start, int steps, ToDoubleFunction<Point> value) {
        return Summary.of(values(start, steps, value)).mean();
    }

    private Optional<Interval> share(Start start, int steps) {
        return GapClosed.of(
                        new GapClosed.Methods(
                                tasks,
                                values(Start.ZERO, 0, Point::rougeL),
                                values(Start.OWN, 0, Point::rougeL),
                                values(start, steps, Point::rougeL)),
                        options.bootstrap())
                .share();
    }

    /// Tasks on which a point scores at least what the own adapter does.
    private int level(Start start, int steps) {
        double[] own = values(Start.OWN, 0, Point::rougeL);
        double[] here = values(start, steps, Point::rougeL);
        int level = 0;
        for (int i = 0; i < own.length; i++) {
            level += here[i] >= own[i] ? 1 : 0;
        }
        return level;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("## Fine-tuning from a generated adapter\n\n");
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d tasks, each left out of the bank once; %d rows a step, learning rate %s for A, %s times that for B, %d steps of warm-up, then linear to zero. ROUGE-L and exact match: means over the tasks; share: of the gap between base and own adapter, with its bootstrap interval; level: tasks that score at least as their own adapter; s: processor seconds a task, one thread.%n%n",
                        tasks.size(),
                        options.training().batch(),
                        number(options.training().learningRate()),
                        number(options.training().rateOfB()),
                        options.training().warmUp()));
        text.append(
                String.format(
                        Locale.ROOT,
                        "- base: ROUGE-L %.3f, exact match %.3f%n- own adapter: ROUGE-L %.3f, exact match %.3f%n",
                        mean(Start.ZERO, 0, Point::rougeL),
                        mean(Start.ZERO, 0, Point::exactMatch),
                        mean(Start.OWN, 0, Point::rougeL),
                        mean(Start.OWN, 0, Point::exactMatch)));
        for (Start start : List.of(Start.GENERATED, Start.LEARNED)) {
            if (options.curves().contains(start)) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "- the %s mixture: %.2f s%n",
                                start.label(),
                                mean(start, 0, Point::processorSeconds)));
            }
        }
        text.append("\n| steps");
        for (Start start : options.curves()) {
            text.append(" | ")
                    .append(start.label())
                    .append(": ROUGE-L | exact match | share | level | s");
        }
        text.append(" |\n|---:").append("|---:".repeat(5 * options.curves().size())).append("|\n");
        for (int steps : options.steps()) {
            text.append("| ").append(steps);
            for (Start start : options.curves()) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                " | %.3f | %.3f | %s | %d | %s",
                                mean(start, steps, Point::rougeL),
                                mean(start, steps, Point::exactMatch),
                                share(start, steps).map(CurveTables::percent).orElse("–"),
                                level(start, steps),
                                steps == 0
                                        ? "–"
                                        : String.format(
                                                Locale.ROOT,
                                                "%.2f",
                                                mean(start, steps, Point::processorSeconds))));
            }
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String percent(Interval share) {
        return String.format(
                Locale.ROOT,
                "%.0f %% [%.0f, %.0f]",
                100 * share.estimate(),
                100 * share.low(),
                100 * share.high());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    String svg() {
        SharePlot plot = new SharePlot(SharePlot.Axis.STEPS, options.steps());
        for (Start start : options.curves()) {
            plot.curve(
                    "from " + start.label(),
                    options.steps().stream()
                            .map(steps -> share(start, steps))
                            .flatMap(Optional::stream)
                            .toList());
        }
        return plot.svg();
    }

    String json() {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", "lorica.refinement/1");
        document.put("training", options.training().toString());
        document.put("generation", options.generation().toString());
        ArrayNode curve = document.putArray("curve");
        for (Start start : options.curves()) {
            for (int steps : options.steps()) {
                ObjectNode node =
                        curve.addObject()
                                .put("start", start.label())
                                .put("steps", steps)
                                .put("rougeL", mean(start, steps, Point::rougeL))
                                .put("exactMatch", mean(start, steps, Point::exactMatch))
                                .put("level", level(start, steps))
                                .put(
                                        "processorSeconds",
                                        mean(start, steps, Point::processorSeconds));
                share(start, steps)
                        .ifPresent(
                                share ->
                                        node.put("share", share.estimate())
                                                .put("shareLow", share.low())
                                                .put("shareHigh", share.high()));
            }
        }
        ArrayNode all = document.putArray("points");
        points.forEach(point -> point.render(all.addObject()));
        return JSON.writeValueAsString(document) + "\n";
    }
}
