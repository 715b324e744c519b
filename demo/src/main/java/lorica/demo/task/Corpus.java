package lorica.demo.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What the base model learns from a task: prompts with verbose answers.
///
/// No input of the task's validation and test splits occurs in it; inputs of its training split
/// may, and inputs may repeat.
public final class Corpus {
    private static final int DRAWS_PER_ROW = 1_000;

    /// A prompt, its verbose answer, and the question behind them.
    public record Row(String prompt, String answer, Question question) {}

    private Corpus() {}

    /// Draws `count` rows of a task. Same seed and task id, same rows.
    public static List<Row> draw(DemoTask task, Splits splits, int count, long seed) {
        Set<String> kept = new HashSet<>();
        splits.valid().forEach(question -> kept.add(question.input()));
        splits.test().forEach(question -> kept.add(question.input()));
        RandomGenerator random = Splits.generator(task, "corpus", seed);
        List<Row> rows = new ArrayList<>();
        long draws = 0;
        while (rows.size() < count) {
            if (draws++ > (long) DRAWS_PER_ROW * count) {
                throw new IllegalStateException(
                        "task "
                                + task.id()
                                + ": its validation and test splits leave nothing to train on");
            }
            Question question = task.questions().draw(random);
            if (kept.contains(question.input())) {
                continue;
            }
            String answer = Voice.say(task.family(), question, random);
            rows.add(new Row(task.prompt(question.input()), answer, question));
        }
        return rows;
    }
}
