package lorica.volterra.ablation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import lorica.storage.SmallFile;
import lorica.storage.WholeFile;
import lorica.volterra.ablation.AblationTable.Row;
import lorica.volterra.process.VolterraProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Runs every row of some tables, and keeps what each gave.
///
/// A folder `rows` holds one JSON file a process; a run that finds one made of the same process and
/// options does not train it again, so that rows which tables share are trained once and a killed
/// run goes on.
public final class Ablation {
    private static final String SCHEMA = "lorica.volterra.row/2";

    private final AblationOptions options;
    private final int threads;

    public Ablation(AblationOptions options, int threads) {
        this.options = options;
        this.threads = threads;
    }

    /// A row and what it gave.
    public record Done(AblationTable table, Row row, RowScores scores) {}

    /// Sees the rows.
    public interface Listener extends Progress {
        /// One stands: trained now, or found.
        void done(Done row, int number, int total);
    }

    /// Every row, tables in order; `volterra.md`, `volterra.json` and the figures in the folder.
    public List<Done> run(Path folder, Listener listener) throws IOException {
        Path rows = Files.createDirectories(folder.resolve("rows"));
        int total = options.tables().stream().mapToInt(table -> table.rows().size()).sum();
        List<Done> results = new ArrayList<>();
        for (AblationTable table : options.tables()) {
            for (Row row : table.rows()) {
                RowScores scores = scores(rows.resolve(name(row.process())), row, listener);
                results.add(new Done(table, row, scores));
                listener.done(results.getLast(), results.size(), total);
            }
        }
        AblationReport report = new AblationReport(options, results);
        WholeFile.write(folder.resolve("volterra.md"), report.markdown());
        WholeFile.write(folder.resolve("volterra.json"), report.json());
        for (Map.Entry<String, String> figure : figures(results).entrySet()) {
            WholeFile.write(folder.resolve(figure.getKey()), figure.getValue());
        }
        return results;
    }

    /// One a row: figures 3.3 to 3.5 of the thesis are such pictures of some rows.
    private Map<String, String> figures(List<Done> results) {
        Map<String, String> figures = new LinkedHashMap<>();
        for (Done done : results) {
            String name =
                    "%s-%s"
                            .formatted(done.table().id(), done.row().label())
                            .replaceAll("[^A-Za-z0-9.]+", "-")
                            .replaceAll("^-|-$", "");
            figures.put("figure-" + name + ".svg", LossFigure.svg(done, options.until()));
        }
        return figures;
    }

    /// What must be equal for a row to be the same.
    private String name(VolterraProcess process) {
        String key =
                Checksum.ofStrings(
                                process.drift().toString(),
                                process.fluctuation().toString(),
                                Arrays.toString(process.sigma().entries()),
                                Double.toString(process.randomness()),
                                Double.toString(process.weight()),
                                options.gdn().toString(),
                                options.hgn().toString(),
                                "%d %d %d %d %d %d"
                                        .formatted(
                                                options.paths(),
                                                options.heldOut(),
                                                options.horizon(),
                                                options.until(),
                                                options.staticEpochs(),
                                                options.seed()))
                        .hex();
        return "d%d-%s.json".formatted(process.dimension(), key.substring(0, 16));
    }

    private RowScores scores(Path file, Row row, Listener listener) throws IOException {
        if (Files.exists(file)) {
            JsonNode document = JsonMapper.shared().readTree(SmallFile.read(file));
            if (SCHEMA.equals(document.path("schema").asString())) {
                return RowScores.parse(document);
            }
        }
        RowScores scores = RowScores.of(options.trial(row.process()).run(threads, listener));
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.put("schema", SCHEMA).put("label", row.label());
        scores.render(document);
        WholeFile.write(file, document + "\n");
        return scores;
    }
}
