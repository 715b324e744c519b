package lorica.demo.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lorica.demo.task.DemoTask;
import lorica.demo.task.Question;
import lorica.demo.task.Splits;
import lorica.storage.WholeDirectory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes the datasets of all tasks, those of the bank under `datasets`, the others under
/// `outside`.
final class TaskStage {
    private static final JsonMapper JSON = JsonMapper.shared();

    static final String DATASETS = "datasets";
    static final String OUTSIDE = "outside";
    static final String ENTRIES = "entries.json";

    private TaskStage() {}

    static void write(List<DemoTask> tasks, DemoPlan plan, Path folder) throws IOException {
        try (WholeDirectory whole = WholeDirectory.stage(folder, WholeDirectory.Existing.REFUSE)) {
            ObjectNode entries = JSON.createObjectNode();
            for (DemoTask task : tasks) {
                Splits splits = Splits.draw(task, plan.sizes(), plan.seed());
                Path dataset = whole.staging().resolve(shelf(task)).resolve(task.id());
                Files.createDirectories(dataset);
                write(task, "train", splits.train(), dataset);
                write(task, "valid", splits.valid(), dataset);
                write(task, "test", splits.test(), dataset);
                describe(entries.putObject(task.id()), task, splits);
            }
            Files.writeString(
                    whole.staging().resolve(ENTRIES),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(entries) + "\n");
            whole.commit();
        }
    }

    private static String shelf(DemoTask task) {
        return switch (task.place()) {
            case BANK -> DATASETS;
            case OUTSIDE -> OUTSIDE;
        };
    }

    private static void write(DemoTask task, String split, List<Question> questions, Path dataset)
            throws IOException {
        try (Rows rows = new Rows(dataset.resolve(split + ".jsonl"))) {
            for (int i = 0; i < questions.size(); i++) {
                Question question = questions.get(i);
                rows.add(split + "-" + i, task.prompt(question.input()), task.terse(question));
            }
        }
    }

    private static void describe(ObjectNode entry, DemoTask task, Splits splits) {
        entry.put(
                "where",
                switch (task.place()) {
                    case BANK -> "bank";
                    case OUTSIDE -> "outside";
                });
        entry.put("family", task.family().label());
        entry.put("instruction", task.instruction());
        entry.put("source", "Lorica's task generator; words from WordNet 3.1");
        entry.put("licence", "WordNet");
        entry.put("train", splits.train().size());
        entry.put("valid", splits.valid().size());
        entry.put("test", splits.test().size());
    }
}
