package lorica.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lorica.evaluate.RougeL;
import lorica.report.ResultFile.Estimate;
import lorica.tensor.NpyFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The page of a study.
///
/// @param facts of the study, for the overview
/// @param adapters of the bank, how many
/// @param entries their ids; of early versions' studies none are kept
/// @param families of the tested datasets, empty where none is known
/// @param weights one a picture, those that the page has room for
/// @param leftOut names of the pictures that it has not
record StudyPage(
        List<List<String>> facts,
        int adapters,
        List<String> entries,
        List<String> datasets,
        List<String> families,
        List<Row> rows,
        List<Weights> weights,
        List<String> leftOut) {
    static final String FILE = "study.json";
    private static final String SCHEMA = "lorica.study/1";
    private static final String SCORE = RougeL.published().name();

    /// Cells of all pictures together; each is 1⅓ bytes of the page.
    private static final int ROOM = 4_000_000;

    /// One row of the tables.
    ///
    /// @param scores mean ROUGE-L, one a dataset
    record Row(
            String name,
            String role,
            double mean,
            double[] scores,
            Optional<Estimate> gap,
            Optional<Estimate> overNearest,
            Optional<Double> p) {
        static Row of(JsonNode node) {
            JsonNode score = node.required("scores").required(SCORE);
            return new Row(
                    ResultFile.text(node, "name"),
                    ResultFile.text(node, "role"),
                    score.required("mean").doubleValue(),
                    ResultFile.numbers(score.required("datasets")),
                    Estimate.of(node.path("gapClosed")),
                    Estimate.of(node.path("overNearest")),
                    node.path("overNearest").path("p").isNumber()
                            ? Optional.of(node.path("overNearest").path("p").doubleValue())
                            : Optional.empty());
        }
    }

    /// The weights of every task, `[task][entry]`.
    record Weights(String name, double[][] values) {}

    static StudyPage read(Path folder) throws IOException {
        StudyPage page = ResultFile.read(folder.resolve(FILE), SCHEMA, StudyPage::parse);
        List<Weights> weights = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        long room = ROOM;
        for (Path file : pictures(folder)) {
            String name = name(file);
            long cells = (long) page.entries.size() * page.entries.size();
            if (cells > room) {
                leftOut.add(name);
                continue;
            }
            room -= cells;
            double[][] values = NpyFile.readMatrix(file);
            if (values.length != page.entries.size()) {
                throw new ReportException(
                        file,
                        "shape",
                        "%d rows, one an entry of %s".formatted(page.entries.size(), FILE),
                        values.length + "; run the study again");
            }
            weights.add(new Weights(name, values));
        }
        return new StudyPage(
                page.facts,
                page.adapters,
                page.entries,
                page.datasets,
                page.families,
                page.rows,
                weights,
                leftOut);
    }

    private static List<Path> pictures(Path folder) throws IOException {
        Path figures = folder.resolve("figures");
        if (!Files.isDirectory(figures)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(figures)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".npy"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName()
                .toString()
                .replaceFirst("^coefficients-", "")
                .replaceFirst("\\.npy$", "");
    }

    private static StudyPage parse(JsonNode root) {
        JsonNode bank = root.required("bank");
        JsonNode options = root.required("options");
        List<JsonNode> datasets = ResultFile.list(root, "datasets");
        List<Row> rows = ResultFile.list(root, "rows").stream().map(Row::of).toList();
        for (Row row : rows) {
            if (row.scores.length != datasets.size()) {
                throw new IllegalArgumentException(
                        "row '%s': expected %d scores, found %d"
                                .formatted(row.name, datasets.size(), row.scores.length));
            }
        }
        List<String> ids = datasets.stream().map(one -> ResultFile.text(one, "id")).toList();
        List<String> entries = new ArrayList<>();
        bank.path("ids").forEach(id -> entries.add(id.asString("")));
        return new StudyPage(
                List.of(
                        List.of("Base model", ResultFile.text(bank, "base")),
                        List.of("Entries", bank.required("entries").toString()),
                        List.of("Datasets answered", String.valueOf(ids.size())),
                        List.of("Model that answered", options.path("model").asString("")),
                        List.of("Seed", options.path("seed").toString()),
                        List.of(
                                "Intervals",
                                "%s %%, %s resamples of the datasets"
                                        .formatted(
                                                Math.round(
                                                        100
                                                                * options.path("confidence")
                                                                        .doubleValue()),
                                                options.path("resamples"))),
                        List.of("SHA-256 of the bank", ResultFile.text(bank, "sha256"))),
                bank.required("entries").intValue(),
                entries,
                ids,
                datasets.stream().map(one -> one.path("family").asString("")).toList(),
                rows,
                List.of(),
                List.of());
    }

    String render() {
        Page page =
                new Page(
                        "Study of a bank of %,d adapters".formatted(adapters),
                        "Every dataset of the bank answered as if its own adapter were not there: what a generated adapter gives, beside the base model, the adapter trained on the dataset, and the controls.");
        page.section("overview", "Overview", new Html().facts(facts));
        page.section("results", "Results", results(page));
        page.section("datasets", "Datasets", perDataset(page));
        page.section("weights", "Weights", heat(page));
        return page.render();
    }

    private Html results(Page page) {
        ArrayNode points = page.data("gap-plot", "intervals").putArray("points");
        Table table =
                new Table(
                        "Every row of the study",
                        List.of(
                                Table.words("row"),
                                Table.words("role"),
                                Table.numbers("mean ROUGE-L"),
                                Table.numbers("gap closed"),
                                Table.numbers("its interval"),
                                Table.numbers("over the nearest"),
                                Table.numbers("its interval"),
                                Table.numbers("p")));
        for (Row row : rows) {
            row.gap.ifPresent(
                    gap ->
                            points.addObject()
                                    .put("name", row.name)
                                    .put("role", row.role)
                                    .put("value", rounded(gap.value()))
                                    .put("low", rounded(gap.low()))
                                    .put("high", rounded(gap.high())));
            table.row(
                    Table.Cell.of(row.name),
                    Table.Cell.of(row.role),
                    Table.Cell.of(row.mean, "%.4f"),
                    row.gap.map(gap -> Table.Cell.of(gap.value(), "%.3f")).orElse(none()),
                    row.gap.map(StudyPage::interval).orElse(none()),
                    row.overNearest.map(o -> Table.Cell.of(o.value(), "%+.4f")).orElse(none()),
                    row.overNearest.map(StudyPage::interval).orElse(none()),
                    row.p.map(p -> Table.Cell.of(p, "%.4f")).orElse(none()));
        }
        return new Html()
                .chart(
                        "gap-plot",
                        "Gap closed.",
                        "0 is the base model, 1 the adapter trained on the dataset; lines are the intervals over the datasets.")
                .raw(table.html().toString());
    }

    private static Table.Cell none() {
        return Table.Cell.of("–");
    }

    private static Table.Cell interval(Estimate estimate) {
        return Table.Cell.of(
                String.format(Locale.ROOT, "%.3f … %.3f", estimate.low(), estimate.high()));
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e5) / 1e5;
    }

    private Optional<Row> first(String role) {
        return rows.stream().filter(row -> row.role.equals(role)).findFirst();
    }

    /// The variants, the best first.
    private List<Row> variants() {
        return rows.stream()
                .filter(row -> row.role.equals("variant"))
                .sorted((one, other) -> Double.compare(other.mean, one.mean))
                .toList();
    }

    private Html perDataset(Page page) {
        Optional<Row> base = first("base");
        Optional<Row> own = first("own");
        List<Row> variants = variants();
        if (base.isEmpty() || own.isEmpty() || variants.isEmpty()) {
            return new Html().paragraph("Nothing to compare: the study has no variant.");
        }
        ObjectNode data = page.data("dataset-plot", "span");
        datasets.forEach(data.putArray("names")::add);
        put(data.putArray("base"), base.get());
        put(data.putArray("own"), own.get());
        ArrayNode all = data.putArray("variants");
        for (Row variant : variants) {
            ObjectNode one = all.addObject().put("name", variant.name);
            put(one.putArray("scores"), variant);
        }
        Row best = variants.getFirst();
        Table table =
                new Table(
                        "ROUGE-L of each dataset; generated is " + best.name,
                        List.of(
                                Table.words("dataset"),
                                Table.words("family"),
                                Table.numbers("base"),
                                Table.numbers("generated"),
                                Table.numbers("own")));
        for (int i = 0; i < datasets.size(); i++) {
            table.row(
                    Table.Cell.of(datasets.get(i)),
                    Table.Cell.of(families.get(i)),
                    Table.Cell.of(base.get().scores[i], "%.4f"),
                    Table.Cell.of(best.scores[i], "%.4f"),
                    Table.Cell.of(own.get().scores[i], "%.4f"));
        }
        return new Html()
                .chart(
                        "dataset-plot",
                        "Base, generated, own.",
                        "ROUGE-L of every dataset, sorted by that of its own adapter.")
                .raw("<details><summary>The numbers</summary>\n")
                .raw(table.html().toString())
                .raw("</details>\n");
    }

    private static void put(ArrayNode node, Row row) {
        for (double score : row.scores) {
            node.add(rounded(score));
        }
    }

    private Html heat(Page page) {
        if (weights.isEmpty()) {
            return new Html().paragraph("No weights are kept in this folder: run the study again.");
        }
        ObjectNode data = page.data("weights-plot", "heat");
        entries.forEach(data.putArray("names")::add);
        ArrayNode orders = data.putArray("orders");
        order(orders, "as in the bank", IntStream.range(0, entries.size()).toArray());
        order(orders, "by cluster", ClusterOrder.ofRows(weights.getFirst().values));
        if (datasets.equals(entries) && families.stream().distinct().count() > 1) {
            order(orders, "by family", ClusterOrder.byWord(families));
        }
        ArrayNode pictures = data.putArray("pictures");
        for (Weights one : weights) {
            double largest = 0;
            for (double[] row : one.values) {
                for (double value : row) {
                    largest = Math.max(largest, value);
                }
            }
            pictures.addObject()
                    .put("name", one.name)
                    .put("largest", rounded(largest))
                    .put("cells", Base64.getEncoder().encodeToString(shades(one, largest)));
        }
        Html html =
                new Html()
                        .chart(
                                "weights-plot",
                                "Who gives to whom.",
                                "A column is the dataset that an adapter is generated for, a row the entry that gives; bright is much. Clusters are of the first picture's weights.");
        if (!leftOut.isEmpty()) {
            html.paragraph("Left out, for want of room: " + String.join(", ", leftOut) + ".");
        }
        return html;
    }

    private static void order(ArrayNode orders, String name, int[] order) {
        ArrayNode places = orders.addObject().put("name", name).putArray("order");
        for (int place : order) {
            places.add(place);
        }
    }

    /// One byte a cell, 255 the largest weight; negative ones, of least squares, are 0.
    private static byte[] shades(Weights weights, double largest) {
        int n = weights.values.length;
        byte[] shades = new byte[n * n];
        for (int task = 0; task < n; task++) {
            for (int entry = 0; entry < n; entry++) {
                double share = largest > 0 ? weights.values[task][entry] / largest : 0;
                shades[task * n + entry] = (byte) Math.round(255 * Math.clamp(share, 0, 1));
            }
        }
        return shades;
    }
}
