package lorica.experiment.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.dataset.DatasetFolder;
import lorica.dataset.Reading;
import lorica.experiment.ModelIdentity;
import lorica.experiment.StudyException;
import lorica.storage.Checksum;
import lorica.storage.WholeFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Trains every method on every task with every seed, and keeps what each gave.
///
/// A folder `cells` holds one JSON file a training; a run that finds one made of the same base,
/// data and options does not train it again. Tables and document are made of the cells.
public final class Comparison {
    private static final List<String> SPLITS = List.of("train", "valid", "test");

    private final Path base;
    private final Path tasks;
    private final ComparisonOptions options;
    private final Reading reading;

    /// @param base the model's directory, with its tokenizer
    /// @param tasks folders with `train.jsonl`, `test.jsonl` and perhaps `valid.jsonl`, or the same
    ///     names with another ending
    /// @param reading how the rows of these become examples
    public Comparison(Path base, Path tasks, ComparisonOptions options, Reading reading) {
        this.base = base;
        this.tasks = tasks;
        this.options = options;
        this.reading = reading;
    }

    /// Sees the cells.
    public interface Listener {
        /// One stands: trained now, or found.
        void done(Cell cell, int number, int total);
    }

    /// Every cell, tasks first, then methods, then seeds; `comparison.md` and `comparison.json` in
    /// the folder.
    public List<Cell> run(Path folder, Listener listener) throws IOException {
        List<Path> found = tasks();
        Path cells = Files.createDirectories(folder.resolve("cells"));
        String identity = ModelIdentity.of(base);
        List<Cell> results = new ArrayList<>();
        int total = found.size() * options.variants().size() * options.seeds().size();
        for (Path task : found) {
            String data = checksums(task);
            for (Variant variant : options.variants()) {
                for (long seed : options.seeds()) {
                    String key = key(identity, data, task, variant, seed);
                    Cell cell = cell(cells.resolve(key + ".json"), task, variant, seed);
                    results.add(cell);
                    listener.done(cell, results.size(), total);
                }
            }
        }
        ComparisonTables tables = new ComparisonTables(options, results);
        WholeFile.write(folder.resolve("comparison.md"), tables.markdown());
        WholeFile.write(folder.resolve("comparison.json"), tables.json());
        return results;
    }

    private List<Path> tasks() throws IOException {
        try (var folders = Files.list(tasks)) {
            List<Path> found =
                    folders.filter(folder -> new DatasetFolder(folder).split("train").isPresent())
                            .filter(folder -> new DatasetFolder(folder).split("test").isPresent())
                            .sorted()
                            .toList();
            if (found.isEmpty()) {
                throw new StudyException(
                        tasks,
                        "tasks",
                        "folders that hold train.jsonl and test.jsonl (or .json, .csv, .parquet)",
                        "none");
            }
            return found;
        }
    }

    private String checksums(Path task) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String split : SPLITS) {
            Optional<Path> file = new DatasetFolder(task).split(split);
            parts.add(file.isPresent() ? Checksum.ofFile(file.get()).hex() : "none");
        }
        parts.add(reading.shape() + " " + reading.emptyRows());
        return Checksum.ofStrings(parts.toArray(String[]::new)).hex();
    }

    /// What must be equal for a cell to be the same.
    private String key(String identity, String data, Path task, Variant variant, long seed) {
        String checksum =
                Checksum.ofStrings(
                                identity,
                                data,
                                variant.toString(),
                                String.valueOf(seed),
                                options.lowRank().toString(),
                                options.choices().toString(),
                                options.training().toString(),
                                options.policy().toString(),
                                options.matching().toString(),
                                String.valueOf(options.testRows()),
                                String.valueOf(options.maxNewTokens()),
                                options.diagnostics().toString())
                        .hex();
        String readable =
                "%s-%s-%d"
                        .formatted(task.getFileName(), variant.label(), seed)
                        .replaceAll("[^A-Za-z0-9.+-]", "_");
        return readable + "-" + checksum.substring(0, 12);
    }

    private Cell cell(Path file, Path task, Variant variant, long seed) throws IOException {
        Optional<Cell> kept = kept(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        Cell cell = new CellTraining(base, options, reading).run(task, variant, seed);
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.put("schema", "lorica.compare.cell/1");
        cell.render(document);
        WholeFile.write(file, document + "\n");
        return cell;
    }

    private static Optional<Cell> kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode document = JsonMapper.shared().readTree(Files.readAllBytes(file));
        return Optional.of(Cell.parse(document));
    }
}
