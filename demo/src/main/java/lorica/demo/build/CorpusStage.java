package lorica.demo.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.demo.task.Corpus;
import lorica.demo.task.DemoTask;
import lorica.demo.task.Splits;
import lorica.storage.WholeDirectory;

/// Writes the base model's rows: the tasks take turns, so that any prefix of the file is balanced.
final class CorpusStage {
    private CorpusStage() {}

    static void write(List<DemoTask> tasks, DemoPlan plan, Path folder) throws IOException {
        List<List<Corpus.Row>> byTask = new ArrayList<>();
        for (DemoTask task : tasks) {
            Splits splits = Splits.draw(task, plan.sizes(), plan.seed());
            byTask.add(
                    Corpus.draw(
                            task, splits, plan.corpusValidRows() + plan.corpusRows(), plan.seed()));
        }
        try (WholeDirectory whole = WholeDirectory.stage(folder, WholeDirectory.Existing.REFUSE)) {
            int split = plan.corpusValidRows();
            int end = split + plan.corpusRows();
            write(tasks, byTask, 0, split, whole.staging().resolve("valid.jsonl"));
            write(tasks, byTask, split, end, whole.staging().resolve("train.jsonl"));
            whole.commit();
        }
    }

    private static void write(
            List<DemoTask> tasks, List<List<Corpus.Row>> byTask, int from, int to, Path file)
            throws IOException {
        try (Rows rows = new Rows(file)) {
            for (int turn = from; turn < to; turn++) {
                for (int t = 0; t < tasks.size(); t++) {
                    Corpus.Row row = byTask.get(t).get(turn);
                    rows.add(tasks.get(t).id() + "-" + turn, row.prompt(), row.answer());
                }
            }
        }
    }
}
