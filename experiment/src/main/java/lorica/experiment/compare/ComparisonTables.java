package lorica.experiment.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import lorica.evaluate.Correlation;
import lorica.evaluate.Summary;
import lorica.experiment.compare.Measure.Better;
import lorica.train.method.MethodName;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The cells as the paper's tables: mean ± population standard deviation over the seeds.
final class ComparisonTables {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// What is held against G.
    private static final List<Measure> DIAGNOSTICS =
            List.of(Measure.INTRUDERS, Measure.SHARPNESS, Measure.BOUND, Measure.PARAMETERS);

    private final ComparisonOptions options;
    private final List<Cell> cells;
    private final List<String> tasks;
    private final List<String> methods;

    ComparisonTables(ComparisonOptions options, List<Cell> cells) {
        this.options = options;
        this.cells = List.copyOf(cells);
        tasks = cells.stream().map(Cell::task).distinct().toList();
        methods = options.variants().stream().map(Variant::label).toList();
    }

    private Optional<Summary> summary(Measure measure, String task, String method) {
        double[] values =
                cells.stream()
                        .filter(cell -> cell.task().equals(task) && cell.method().equals(method))
                        .flatMap(cell -> cell.value(measure).stream())
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Summary.of(values));
    }

    private OptionalDouble mean(Measure measure, String task, String method) {
        Optional<Summary> summary = summary(measure, task, method);
        return summary.isPresent()
                ? OptionalDouble.of(summary.get().mean())
                : OptionalDouble.empty();
    }

    /// The label of the method that others are set in relation to.
    private Optional<String> lora() {
        return options.variants().stream()
                .filter(variant -> variant.method() == MethodName.LORA)
                .map(Variant::label)
                .findFirst();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Fine-tuning methods compared\n\n");
        text.append(
                "%d tasks, %d methods, %d seeds; %d steps of %d rows; r = %d%s. Mean ± standard deviation over the seeds.%n%n"
                        .formatted(
                                tasks.size(),
                                methods.size(),
                                options.seeds().size(),
                                options.training().steps(),
                                options.training().batching().size(),
                                options.lowRank().rank(),
                                options.matching() == ComparisonOptions.Matching.PARAMETERS
                                        ? " for LoRA, the others at its number of parameters"
                                        : ""));
        appendOverall(text);
        for (Measure measure : taken()) {
            append(text, measure);
        }
        lora().ifPresent(reference -> appendRelative(text, reference));
        appendRecommendation(text);
        appendAgreement(text);
        return text.toString();
    }

    private List<Measure> taken() {
        return Stream.of(Measure.values())
                .filter(measure -> cells.stream().anyMatch(cell -> cell.value(measure).isPresent()))
                .toList();
    }

    /// One row a method: means over the tasks.
    private void appendOverall(StringBuilder text) {
        List<Measure> measures = taken();
        text.append("## Mean over the tasks\n\n| method");
        measures.forEach(measure -> text.append(" | ").append(measure.title()));
        lora().ifPresent(reference -> text.append(" | G over that of ").append(reference));
        text.append(" |\n|---").append("|---:".repeat(measures.size()));
        lora().ifPresent(_ -> text.append("|---:"));
        text.append("|\n");
        for (String method : methods) {
            text.append("| ").append(method);
            measures.forEach(
                    measure -> text.append(" | ").append(rendered(overall(measure, method))));
            lora().ifPresent(
                            reference ->
                                    text.append(" | ")
                                            .append(
                                                    quotient(
                                                            overall(Measure.GAP, method),
                                                            overall(Measure.GAP, reference))));
            text.append(" |\n");
        }
        text.append('\n');
    }

    /// Mean over the tasks, its deviation over the seeds.
    private Optional<Summary> overall(Measure measure, String method) {
        double[] means =
                options.seeds().stream()
                        .map(
                                seed ->
                                        cells.stream()
                                                .filter(cell -> cell.method().equals(method))
                                                .filter(cell -> cell.seed() == seed)
                                                .flatMap(cell -> cell.value(measure).stream())
                                                .mapToDouble(Double::doubleValue)
                                                .average())
                        .flatMapToDouble(OptionalDouble::stream)
                        .toArray();
        return means.length == 0 ? Optional.empty() : Optional.of(Summary.of(means));
    }

    private void append(StringBuilder text, Measure measure) {
        text.append("## ").append(measure.title()).append("\n\n");
        header(text);
        for (String method : methods) {
            text.append("| ").append(method);
            for (String task : tasks) {
                text.append(" | ").append(rendered(summary(measure, task, method)));
            }
            text.append(" |\n");
        }
        text.append('\n');
    }

    private void header(StringBuilder text) {
        text.append("| method | ").append(String.join(" | ", tasks)).append(" |\n|---");
        text.append("|---:".repeat(tasks.size())).append("|\n");
    }

    private static String rendered(Optional<Summary> summary) {
        return summary.map(
                        one ->
                                String.format(
                                        Locale.ROOT, "%.4g ± %.2g", one.mean(), one.deviation()))
                .orElse("–");
    }

    private static String quotient(Optional<Summary> one, Optional<Summary> other) {
        boolean defined = one.isPresent() && other.isPresent() && other.get().mean() != 0;
        return defined
                ? String.format(Locale.ROOT, "%.3f", one.get().mean() / other.get().mean())
                : "–";
    }

    private void appendRelative(StringBuilder text, String reference) {
        text.append("## G(W) over that of ").append(reference).append("\n\n");
        header(text);
        for (String method : methods) {
            text.append("| ").append(method);
            for (String task : tasks) {
                text.append(" | ")
                        .append(
                                quotient(
                                        summary(Measure.GAP, task, method),
                                        summary(Measure.GAP, task, reference)));
            }
            text.append(" |\n");
        }
        text.append('\n');
    }

    /// Mean place among the methods over the tasks, 1 the best; ties share the mean of theirs.
    private Map<String, Double> places(Measure measure) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (String task : tasks) {
            double[] values = new double[methods.size()];
            for (int i = 0; i < values.length; i++) {
                double value = mean(measure, task, methods.get(i)).orElse(Double.NaN);
                values[i] = measure.better() == Better.HIGHER ? -value : value;
            }
            double[] ranks = Correlation.ranks(values);
            for (int i = 0; i < values.length; i++) {
                sums.merge(methods.get(i), (1 + ranks[i]) / tasks.size(), Double::sum);
            }
        }
        return sums;
    }

    private record Standing(String method, double metric, double gap) {
        double together() {
            return (metric + gap) / 2;
        }
    }

    private List<Standing> standings() {
        Map<String, Double> metric = places(Measure.ROUGE_L);
        Map<String, Double> gap = places(Measure.GAP);
        List<Standing> standings = new ArrayList<>();
        for (String method : methods) {
            standings.add(
                    new Standing(
                            method,
                            metric.getOrDefault(method, Double.NaN),
                            gap.getOrDefault(method, Double.NaN)));
        }
        standings.sort(Comparator.comparingDouble(Standing::together));
        return standings;
    }

    private void appendRecommendation(StringBuilder text) {
        text.append(
                "## Recommended\n\nMean place over the tasks, 1 the best, by ROUGE-L, by G, and by both.\n\n");
        text.append("| method | ROUGE-L | G | both |\n|---|---:|---:|---:|\n");
        for (Standing standing : standings()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.2f | %.2f | %.2f |%n",
                            standing.method(),
                            standing.metric(),
                            standing.gap(),
                            standing.together()));
        }
        text.append('\n');
    }

    /// Spearman's correlation over the methods, of three or more, mean over the tasks.
    private OptionalDouble agreement(Measure diagnostic) {
        List<Double> correlations = new ArrayList<>();
        for (String task : tasks) {
            List<String> both =
                    methods.stream()
                            .filter(method -> mean(diagnostic, task, method).isPresent())
                            .toList();
            if (both.size() < 3) {
                continue;
            }
            ToDoubleFunction<String> one = m -> mean(diagnostic, task, m).orElseThrow();
            ToDoubleFunction<String> gap = m -> mean(Measure.GAP, task, m).orElseThrow();
            Correlation.spearman(
                            both.stream().mapToDouble(one).toArray(),
                            both.stream().mapToDouble(gap).toArray())
                    .ifPresent(correlations::add);
        }
        return correlations.stream().mapToDouble(Double::doubleValue).average();
    }

    private void appendAgreement(StringBuilder text) {
        text.append(
                "## How well each diagnostic agrees with G\n\nSpearman's correlation over the methods, mean over the tasks: 1 would be the same order.\n\n");
        text.append("| diagnostic | with G |\n|---|---:|\n");
        for (Measure diagnostic : DIAGNOSTICS) {
            agreement(diagnostic)
                    .ifPresent(
                            correlation ->
                                    text.append(
                                            String.format(
                                                    Locale.ROOT,
                                                    "| %s | %.3f |%n",
                                                    diagnostic.title(),
                                                    correlation)));
        }
    }

    String json() {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", "lorica.compare/1");
        document.put("methodOptions", options.lowRank() + " " + options.choices());
        document.put("training", options.training().toString());
        ArrayNode all = document.putArray("cells");
        cells.forEach(cell -> cell.render(all.addObject()));
        ArrayNode standings = document.putArray("standings");
        for (Standing standing : standings()) {
            standings
                    .addObject()
                    .put("method", standing.method())
                    .put("metricPlace", standing.metric())
                    .put("gapPlace", standing.gap());
        }
        ObjectNode agreement = document.putObject("agreementWithGap");
        for (Measure diagnostic : DIAGNOSTICS) {
            agreement(diagnostic)
                    .ifPresent(correlation -> agreement.put(diagnostic.key(), correlation));
        }
        return JSON.writeValueAsString(document) + "\n";
    }
}
