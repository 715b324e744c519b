package lorica.experiment.refine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.evaluate.PredictionFile;
import lorica.experiment.ModelIdentity;
import lorica.experiment.StudyBank;
import lorica.experiment.StudyException;
import lorica.storage.Checksum;
import lorica.storage.Parallel;
import lorica.storage.Progress;
import lorica.storage.WholeFile;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every task of a bank is taken out once; fine-tuning goes on from the adapter that the others
/// give, and starts from zero, for several numbers of steps.
///
/// ```
/// points/<task>/<start>-<steps>-<key>.json    cost and scores of one training
/// points/<task>/<start>-<steps>-<key>.jsonl   its answers
/// refinement.md refinement.json refinement.svg  written anew from the points
/// ```
///
/// A point that stands, of the same base, bank and options, is not trained again.
public final class RefinementCurve {
    /// Raised when the same key would name another point.
    private static final String SCHEMA = "lorica.refinement.point/1";

    private final Bank bank;
    private final Path base;
    private final RefinementOptions options;

    /// @param base the model's directory
    public RefinementCurve(Bank bank, Path base, RefinementOptions options) {
        this.bank = bank;
        this.base = base;
        this.options = options;
    }

    /// One training that a curve needs.
    private record Wanted(Start start, int steps, Path file) {
        Path answers() {
            return file.resolveSibling(file.getFileName() + "l");
        }

        boolean stands() {
            return Files.exists(file) && Files.exists(answers());
        }
    }

    private record Task(BankEntry entry, List<Example> test, List<Wanted> wanted) {}

    /// Makes the points that do not stand yet, then tables and picture.
    public List<Point> run(Path folder, Progress progress) throws IOException {
        List<Task> tasks = tasks(folder);
        int total = tasks.stream().mapToInt(task -> task.wanted().size()).sum();
        java.util.concurrent.atomic.AtomicLong done = new java.util.concurrent.atomic.AtomicLong();
        List<List<Point>> points =
                Parallel.map(
                        tasks,
                        options.threads(),
                        task ->
                                points(
                                        task,
                                        () ->
                                                progress.at(
                                                        "training",
                                                        done.incrementAndGet(),
                                                        total)));
        List<Point> all = points.stream().flatMap(List::stream).toList();
        CurveTables tables = new CurveTables(options, all);
        WholeFile.write(folder.resolve("refinement.md"), tables.markdown());
        WholeFile.write(folder.resolve("refinement.json"), tables.json());
        WholeFile.write(folder.resolve("refinement.svg"), tables.svg());
        return all;
    }

    private List<Task> tasks(Path folder) throws IOException {
        String identity = ModelIdentity.of(base);
        List<Task> tasks = new ArrayList<>();
        for (BankEntry entry : entries()) {
            Path test =
                    bank.resolve(entry.dataset().orElseThrow().path())
                            .resolveSibling(StudyBank.TEST_SPLIT);
            if (!Files.exists(test)) {
                continue;
            }
            List<Example> examples = ExampleReader.readAll(test);
            Path place = Files.createDirectories(folder.resolve("points").resolve(entry.id()));
            List<Wanted> wanted = new ArrayList<>();
            wanted.add(wanted(place, identity, test, Start.OWN, 0));
            if (!options.curves().contains(Start.ZERO)) {
                wanted.add(wanted(place, identity, test, Start.ZERO, 0));
            }
            for (int steps : options.steps()) {
                for (Start start : options.curves()) {
                    wanted.add(wanted(place, identity, test, start, steps));
                }
            }
            tasks.add(
                    new Task(
                            entry,
                            examples.subList(0, Math.min(options.rows(), examples.size())),
                            wanted));
        }
        if (tasks.isEmpty()) {
            throw new StudyException(
                    bank.directory(),
                    "test splits",
                    "a file %s beside the training split of at least one entry"
                            .formatted(StudyBank.TEST_SPLIT),
                    "none");
        }
        return tasks;
    }

    private List<BankEntry> entries() {
        if (options.entries().isEmpty()) {
            return bank.entries().stream().filter(entry -> entry.dataset().isPresent()).toList();
        }
        return options.entries().stream().map(bank::entry).toList();
    }

    private Wanted wanted(Path place, String identity, Path test, Start start, int steps)
            throws IOException {
        String key =
                Checksum.ofStrings(
                                SCHEMA,
                                identity,
                                bank.checksum().hex(),
                                Checksum.ofFile(test).hex(),
                                options.mixtureOf(start),
                                steps > 0 ? options.training().toString() : "",
                                String.valueOf(options.rows()),
                                String.valueOf(options.maxNewTokens()),
                                String.valueOf(options.seed()))
                        .hex()
                        .substring(0, 12);
        return new Wanted(
                start, steps, place.resolve("%s-%d-%s.json".formatted(start.label(), steps, key)));
    }

    private List<Point> points(Task task, Runnable stands) throws IOException {
        Optional<TaskCurve> open = Optional.empty();
        try {
            List<Point> points = new ArrayList<>();
            for (Wanted wanted : task.wanted()) {
                if (!wanted.stands()) {
                    if (open.isEmpty()) {
                        open =
                                Optional.of(
                                        new TaskCurve(
                                                bank, base, options, task.entry(), task.test()));
                    }
                    keep(wanted, open.get().run(wanted.start(), wanted.steps()));
                }
                points.add(
                        Point.parse(
                                JsonMapper.shared().readTree(Files.readAllBytes(wanted.file()))));
                stands.run();
            }
            return points;
        } finally {
            open.ifPresent(TaskCurve::close);
        }
    }

    private static void keep(Wanted wanted, TaskCurve.Outcome outcome) throws IOException {
        PredictionFile.write(wanted.answers(), outcome.predictions());
        ObjectNode document = JsonMapper.shared().createObjectNode().put("schema", SCHEMA);
        outcome.point().render(document);
        WholeFile.write(wanted.file(), document + "\n");
    }
}
