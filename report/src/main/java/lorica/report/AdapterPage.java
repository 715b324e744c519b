package lorica.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lorica.distance.DistanceMatrix;
import lorica.evaluate.DatasetScore;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.Prediction;
import lorica.evaluate.References;
import lorica.evaluate.RougeL;
import lorica.evaluate.Score;
import lorica.generate.Provenance;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The page of a generated adapter.
///
/// @param bank distances of the bank's datasets to each other, for the map
record AdapterPage(
        Provenance provenance, Optional<DistanceMatrix> bank, List<SampleAnswers> answers) {
    /// Rows of answers that are shown.
    private static final int SAMPLES = 12;

    /// A weight that is smaller is 0 to the reader.
    private static final double SHOWN = 5e-5;

    /// Distances that are squares of a metric already (docs/methods).
    private static final Set<String> SQUARES = Set.of("js", "kl", "mmd", "mmd-gaussian");

    String render() {
        Page page =
                new Page(
                        "Adapter for " + shortName(),
                        "A LoRA adapter of %s, mixed from %d of %d adapters by the distances between their datasets; %d hold 99 %% of the weight. Not trained."
                                .formatted(
                                        provenance.baseModel(),
                                        provenance.mixed().size(),
                                        provenance.bank().compared(),
                                        holders()));
        page.section("overview", "Overview", overview());
        page.section("sources", "Sources", sources());
        page.section("distances", "Distances", distances(page));
        page.section("map", "Map of the bank", map(page));
        page.section("answers", "Answers", samples());
        page.section("licences", "Licences", licences());
        page.section("again", "Made with", again());
        return page.render();
    }

    /// A file called train.jsonl says little without its folder; more of its path says no more.
    private String shortName() {
        Path file = Path.of(provenance.dataset().name());
        int names = file.getNameCount();
        return names < 2 ? file.toString() : file.subpath(names - 2, names).toString();
    }

    /// How many of the largest sources hold 99 % of all weight.
    private int holders() {
        double[] sizes =
                provenance.mixed().stream().mapToDouble(s -> Math.abs(s.weight())).toArray();
        double wanted = 0.99 * Arrays.stream(sizes).sum();
        Arrays.sort(sizes);
        int count = 0;
        for (double held = 0; count < sizes.length && held < wanted; count++) {
            held += sizes[sizes.length - 1 - count];
        }
        return count;
    }

    private Html overview() {
        Provenance.ResultFacts result = provenance.result();
        Provenance.Choices choices = provenance.choices();
        Html html = new Html();
        html.facts(
                List.of(
                        List.of("Base model", provenance.baseModel()),
                        List.of(
                                "Dataset",
                                "%s (%s), %,d examples"
                                        .formatted(
                                                provenance.dataset().name(),
                                                provenance.dataset().form(),
                                                provenance.dataset().examples())),
                        List.of(
                                "Bank",
                                "%s, %,d entries"
                                        .formatted(
                                                provenance.bank().name(),
                                                provenance.bank().entries())),
                        List.of("Distance", choices.distance() + " on " + choices.on()),
                        List.of(
                                "Weights",
                                "%s, temperature %s"
                                        .formatted(choices.rule(), choices.temperature())),
                        List.of(
                                "Mixture",
                                "%s, rank %d in %d modules"
                                        .formatted(
                                                choices.mixture(),
                                                result.rank(),
                                                result.modules())),
                        List.of("Norm of the update", number("%.4g", result.norm())),
                        List.of(
                                "Left out by truncation",
                                number("%.2f %%", 100 * result.relativeError())),
                        List.of("Licence", result.licence())));
        if (!provenance.warnings().isEmpty()) {
            html.raw("<ul class=\"warnings\">\n");
            provenance.warnings().forEach(warning -> html.element("li", warning));
            html.raw("</ul>\n");
        }
        return html;
    }

    private Html sources() {
        List<Provenance.SourceFacts> large =
                provenance.mixed().stream().filter(AdapterPage::shows).toList();
        List<Provenance.SourceFacts> small =
                provenance.mixed().stream().filter(source -> !shows(source)).toList();
        Html html =
                new Html()
                        .paragraph(
                                "What is in the adapter, the largest share first; bars are shares of the largest.")
                        .raw(table("Sources with weight", large, "%.4f").toString());
        if (small.isEmpty()) {
            return html;
        }
        double rest = small.stream().mapToDouble(s -> Math.abs(s.weight())).sum();
        return html.raw("<details>\n")
                .element(
                        "summary", number(small.size() + " more, whose weights come to %.1e", rest))
                .raw(table("Sources with next to no weight", small, "%.1e").toString())
                .raw("</details>\n");
    }

    private static boolean shows(Provenance.SourceFacts source) {
        return Math.abs(source.weight()) >= SHOWN;
    }

    private Html table(String caption, List<Provenance.SourceFacts> sources, String format) {
        double largest =
                provenance.mixed().stream().mapToDouble(s -> Math.abs(s.weight())).max().orElse(1);
        Table table =
                new Table(
                        caption,
                        List.of(
                                Table.words("entry"),
                                Table.numbers("weight"),
                                Table.numbers("distance"),
                                Table.words("licence")));
        for (Provenance.SourceFacts source : sources) {
            table.row(
                    Table.Cell.of(source.entry()),
                    Table.Cell.of(source.weight(), format)
                            .withBar(Math.abs(source.weight()) / largest),
                    Table.Cell.of(source.distance(), "%.5g"),
                    Table.Cell.of(source.licence().orElse("not stated")));
        }
        return table.html();
    }

    private Html distances(Page page) {
        ArrayNode points = page.data("distances-plot", "ranked").putArray("points");
        provenance.sources().stream()
                .sorted(
                        Comparator.comparingDouble(Provenance.SourceFacts::distance)
                                .thenComparing(Provenance.SourceFacts::entry))
                .forEach(
                        source ->
                                points.addObject()
                                        .put("name", source.entry())
                                        .put("y", source.distance())
                                        .put("weight", source.weight()));
        return new Html()
                .chart(
                        "distances-plot",
                        "Every entry by its distance.",
                        "Nearest first; filled where the entry has a weight that shows. A bank that fits has a few entries well below the rest.");
    }

    private Html map(Page page) {
        if (bank.isEmpty()) {
            return new Html()
                    .paragraph(
                            "Not drawn: it needs the bank. `lorica report DIR --bank DIR` with the bank as it was when the adapter was made.");
        }
        List<Provenance.SourceFacts> sources = placed();
        ClassicalScaling scaling = ClassicalScaling.of(squared(sources));
        ObjectNode data = page.data("map-plot", "map");
        ArrayNode points = data.putArray("points");
        for (int i = 0; i < sources.size(); i++) {
            point(points, scaling.places()[i], sources.get(i).entry())
                    .put("weight", sources.get(i).weight());
        }
        point(points, scaling.places()[sources.size()], provenance.dataset().name())
                .put("own", true);
        return new Html()
                .chart(
                        "map-plot",
                        "Datasets that are near each other stand near each other.",
                        number(
                                "Classical scaling of the distances; the two axes show %.0f %% of their variation. Points far apart here are far apart; points that look near need not be. The star is the new dataset; the larger a point, the more weight it has.",
                                100 * scaling.share()));
    }

    /// The entries that the map and the adapter both know, in the bank's order.
    private List<Provenance.SourceFacts> placed() {
        Map<String, Provenance.SourceFacts> byEntry = new HashMap<>();
        provenance.sources().forEach(source -> byEntry.put(source.entry(), source));
        return bank.orElseThrow().entries().stream()
                .flatMap(entry -> Optional.ofNullable(byEntry.get(entry)).stream())
                .toList();
    }

    private double[][] squared(List<Provenance.SourceFacts> sources) {
        DistanceMatrix matrix = bank.orElseThrow();
        boolean square = SQUARES.contains(provenance.choices().distance());
        int n = sources.size();
        int[] at = sources.stream().mapToInt(s -> matrix.entries().indexOf(s.entry())).toArray();
        double[][] squared = new double[n + 1][n + 1];
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j < i; j++) {
                double distance =
                        i == n
                                ? sources.get(j).distance()
                                : (matrix.values()[at[i]][at[j]] + matrix.values()[at[j]][at[i]])
                                        / 2;
                squared[i][j] = square ? distance : distance * distance;
                squared[j][i] = squared[i][j];
            }
        }
        return squared;
    }

    private static ObjectNode point(ArrayNode points, double[] place, String name) {
        return points.addObject().put("name", name).put("x", place[0]).put("y", place[1]);
    }

    private Html samples() {
        if (answers.isEmpty()) {
            return new Html()
                    .paragraph(
                            "Not evaluated. Compare the adapter with the base model on rows of your own before you rely on it: `lorica evaluate --predictions FILE`, then `lorica report DIR --predictions FILE`.");
        }
        List<Score> scores =
                List.of(
                        RougeL.published(),
                        new ExactMatch(ExactMatch.Form.NORMALISED, References.FIRST));
        List<Table.Column> columns = new ArrayList<>(List.of(Table.words("answers")));
        scores.forEach(score -> columns.add(Table.numbers(score.name())));
        columns.add(Table.numbers("rows"));
        Table table = new Table("Mean scores", columns);
        for (SampleAnswers one : answers) {
            List<Table.Cell> cells = new ArrayList<>(List.of(Table.Cell.of(one.name())));
            for (Score score : scores) {
                cells.add(
                        Table.Cell.of(
                                DatasetScore.of(one.name(), score, one.rows()).mean(), "%.4f"));
            }
            cells.add(Table.Cell.of(one.rows().size(), "%.0f"));
            table.row(cells.toArray(Table.Cell[]::new));
        }
        Html html = new Html().raw(table.html().toString());
        List<Prediction> first = answers.getFirst().rows();
        for (int row = 0; row < Math.min(SAMPLES, first.size()); row++) {
            sample(html, row);
        }
        return html;
    }

    private void sample(Html html, int row) {
        Prediction question = answers.getFirst().rows().get(row);
        html.raw("<article class=\"sample\">\n").element("h3", "Row " + (row + 1));
        html.raw("<dl>\n");
        quoted(html, "input", question.input());
        quoted(html, "expected", question.references().getFirst());
        for (SampleAnswers one : answers) {
            quoted(html, one.name(), one.rows().get(row).answer());
        }
        html.raw("</dl>\n</article>\n");
    }

    private static void quoted(Html html, String label, String text) {
        html.raw("<div>").element("dt", label).raw("<dd class=\"text\">").text(text);
        html.raw("</dd></div>\n");
    }

    private Html licences() {
        Map<String, double[]> byLicence = new HashMap<>();
        for (Provenance.SourceFacts source : provenance.mixed()) {
            double[] sum =
                    byLicence.computeIfAbsent(
                            source.licence().orElse("not stated"), licence -> new double[2]);
            sum[0]++;
            sum[1] += source.weight();
        }
        Table table =
                new Table(
                        "Licences of the sources",
                        List.of(
                                Table.words("licence"),
                                Table.numbers("sources"),
                                Table.numbers("weight")));
        byLicence.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        one ->
                                table.row(
                                        Table.Cell.of(one.getKey()),
                                        Table.Cell.of(one.getValue()[0], "%.0f"),
                                        Table.Cell.of(one.getValue()[1], "%.4f")));
        return new Html()
                .paragraph(
                        "The mixture's licence, worked out from its sources: %s. The base model's own terms come beside it. A reading aid, not legal advice."
                                .formatted(provenance.result().licence()))
                .raw(table.html().toString());
    }

    private Html again() {
        return new Html()
                .code(provenance.command())
                .facts(
                        List.of(
                                List.of("Lorica", provenance.version()),
                                List.of("SHA-256 of the bank", provenance.bank().checksum().hex()),
                                List.of(
                                        "SHA-256 of the dataset",
                                        provenance.dataset().checksum().hex()),
                                List.of(
                                        "Rows were compared",
                                        provenance.template().treatment().label()
                                                + ": "
                                                + provenance.template().reason())));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
