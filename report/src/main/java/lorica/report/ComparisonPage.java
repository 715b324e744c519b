package lorica.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.evaluate.Summary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The page of a comparison of training methods.
///
/// @param cells one a training
/// @param agreement of diagnostics with the generalisation gap
record ComparisonPage(
        List<List<String>> facts,
        List<Cell> cells,
        List<Standing> standings,
        Map<String, Double> agreement) {
    static final String FILE = "comparison.json";
    private static final String SCHEMA = "lorica.compare/1";

    /// The measures in the order of the page, and what people call them.
    private static final SequencedMap<String, String> MEASURES = new LinkedHashMap<>();

    static {
        MEASURES.put("rougeL", "ROUGE-L");
        MEASURES.put("exactMatch", "exact match");
        MEASURES.put("accuracy", "accuracy");
        MEASURES.put("macroF1", "macro F1");
        MEASURES.put("matthews", "Matthews correlation");
        MEASURES.put("perplexity", "perplexity");
        MEASURES.put("trainLoss", "training loss");
        MEASURES.put("testLoss", "test loss");
        MEASURES.put("gap", "generalisation gap G");
        MEASURES.put("seconds", "seconds");
        MEASURES.put("samplesPerSecond", "samples a second");
        MEASURES.put("memoryMib", "memory, MiB");
        MEASURES.put("parameters", "parameters");
        MEASURES.put("intruders", "intruder dimensions");
        MEASURES.put("sharpness", "sharpness");
        MEASURES.put("bound", "bound on G");
    }

    private static final Set<String> OF_ONE_TRAINING = Set.of("method", "seed");

    /// Names that say less alone than in their record.
    private static final Map<String, String> OTHER_NAMES =
            Map.of("size", "batch", "every", "validateEvery", "initialisation", "seedOfA");

    private static final Pattern EMPTY = Pattern.compile("Optional\\w*\\.empty");

    /// `key=value`, `key=[a, b]`, `key=Optional[x]`, or the name of a choice: `key=Name[…]`.
    private static final Pattern OPTION =
            Pattern.compile("(\\w+)=(?:(?:Optional\\w*)?\\[([^\\[\\]]*)]|([^,\\[\\] ]+))");

    /// One training: its measures by key.
    record Cell(String task, String method, Map<String, Double> values) {
        static Cell of(JsonNode node) {
            Map<String, Double> values = new TreeMap<>();
            MEASURES.keySet().stream()
                    .filter(key -> node.path(key).isNumber())
                    .forEach(key -> values.put(key, node.path(key).doubleValue()));
            return new Cell(ResultFile.text(node, "task"), ResultFile.text(node, "method"), values);
        }
    }

    /// Mean places of a method over the tasks, 1 the best.
    record Standing(String method, double metric, double gap) {
        static Standing of(JsonNode node) {
            return new Standing(
                    ResultFile.text(node, "method"),
                    node.path("metricPlace").asDouble(Double.NaN),
                    node.path("gapPlace").asDouble(Double.NaN));
        }
    }

    static ComparisonPage read(Path folder) throws IOException {
        return ResultFile.read(folder.resolve(FILE), SCHEMA, ComparisonPage::parse);
    }

    private static ComparisonPage parse(JsonNode root) {
        Map<String, Double> agreement = new TreeMap<>();
        root.path("agreementWithGap")
                .properties()
                .forEach(one -> agreement.put(one.getKey(), one.getValue().asDouble()));
        return new ComparisonPage(
                options(
                        ResultFile.text(root, "methodOptions")
                                + " "
                                + ResultFile.text(root, "training")),
                ResultFile.list(root, "cells").stream().map(Cell::of).toList(),
                ResultFile.list(root, "standings").stream().map(Standing::of).toList(),
                agreement);
    }

    /// The options of a comparison stand in its file as Java writes records; here as words.
    private static List<List<String>> options(String records) {
        Map<String, String> facts = new LinkedHashMap<>();
        Matcher matcher = OPTION.matcher(EMPTY.matcher(records).replaceAll("none"));
        while (matcher.find()) {
            String key = matcher.group(1);
            String value = Objects.requireNonNullElse(matcher.group(2), matcher.group(3));
            if (!key.equalsIgnoreCase(value) && !OF_ONE_TRAINING.contains(key)) {
                facts.putIfAbsent(words(key), value);
            }
        }
        if (facts.isEmpty()) {
            return List.of(List.of("Options", records));
        }
        return facts.entrySet().stream()
                .map(fact -> List.of(fact.getKey(), fact.getValue()))
                .toList();
    }

    /// learningRate: Learning rate.
    private static String words(String key) {
        String words =
                OTHER_NAMES
                        .getOrDefault(key, key)
                        .replaceAll("(?<=[a-z])(?=[A-Z0-9])", " ")
                        .toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private List<String> tasks() {
        return cells.stream().map(Cell::task).distinct().toList();
    }

    private List<String> methods() {
        return cells.stream().map(Cell::method).distinct().toList();
    }

    private List<String> measures() {
        return MEASURES.keySet().stream()
                .filter(key -> cells.stream().anyMatch(cell -> cell.values.containsKey(key)))
                .toList();
    }

    /// Over the seeds.
    private Optional<Summary> summary(String task, String method, String measure) {
        double[] values =
                cells.stream()
                        .filter(cell -> cell.task.equals(task) && cell.method.equals(method))
                        .flatMap(cell -> Optional.ofNullable(cell.values.get(measure)).stream())
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Summary.of(values));
    }

    String render() {
        Page page =
                new Page(
                        "Fine-tuning methods compared",
                        "%d methods on %d tasks, %d trainings."
                                .formatted(methods().size(), tasks().size(), cells.size()));
        page.section("overview", "Overview", new Html().facts(facts));
        page.section("standings", "Standings", places());
        page.section("measures", "Measures", curves(page));
        page.section("cells", "Numbers", numbers());
        return page.render();
    }

    private Html places() {
        Table table =
                new Table(
                        "Mean place over the tasks, 1 the best",
                        List.of(
                                Table.words("method"),
                                Table.numbers("by ROUGE-L"),
                                Table.numbers("by G")));
        for (Standing standing : standings) {
            table.row(
                    Table.Cell.of(standing.method),
                    Table.Cell.of(standing.metric, "%.2f"),
                    Table.Cell.of(standing.gap, "%.2f"));
        }
        Html html = new Html().raw(table.html().toString());
        if (!agreement.isEmpty()) {
            Table with =
                    new Table(
                            "Rank correlation of diagnostics with G over the methods",
                            List.of(Table.words("diagnostic"), Table.numbers("Spearman")));
            agreement.forEach(
                    (key, value) ->
                            with.row(
                                    Table.Cell.of(MEASURES.getOrDefault(key, key)),
                                    Table.Cell.of(value, "%.3f")));
            html.raw(with.html().toString());
        }
        return html;
    }

    private Html curves(Page page) {
        ObjectNode data = page.data("measure-plot", "lines");
        tasks().forEach(data.putArray("tasks")::add);
        ArrayNode all = data.putArray("measures");
        for (String measure : measures()) {
            ObjectNode one = all.addObject().put("name", MEASURES.getOrDefault(measure, measure));
            ArrayNode lines = one.putArray("lines");
            for (String method : methods()) {
                ObjectNode line = lines.addObject().put("name", method);
                ArrayNode values = line.putArray("values");
                ArrayNode deviations = line.putArray("deviations");
                for (String task : tasks()) {
                    Optional<Summary> found = summary(task, method, measure);
                    found.ifPresentOrElse(
                            summary -> {
                                values.add(summary.mean());
                                deviations.add(summary.deviation());
                            },
                            () -> {
                                values.addNull();
                                deviations.addNull();
                            });
                }
            }
        }
        return new Html()
                .chart(
                        "measure-plot",
                        "Every method over the tasks.",
                        "Means over the seeds; whiskers are standard deviations.");
    }

    private Html numbers() {
        List<String> measures = measures();
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.words("task"));
        columns.add(Table.words("method"));
        measures.forEach(key -> columns.add(Table.numbers(MEASURES.getOrDefault(key, key))));
        Table table = new Table("Means over the seeds", columns);
        for (String task : tasks()) {
            for (String method : methods()) {
                List<Table.Cell> row = new ArrayList<>();
                row.add(Table.Cell.of(task));
                row.add(Table.Cell.of(method));
                for (String measure : measures) {
                    row.add(
                            summary(task, method, measure)
                                    .map(found -> Table.Cell.of(found.mean(), "%.4g"))
                                    .orElse(Table.Cell.of("–")));
                }
                table.row(row.toArray(Table.Cell[]::new));
            }
        }
        return table.html();
    }
}
