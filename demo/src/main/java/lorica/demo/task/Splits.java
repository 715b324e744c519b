package lorica.demo.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A task's questions, split; no input occurs twice, within a split or across.
///
/// Closed labels are equally frequent in each split, up to rounding. Refused: a task with too few
/// different questions.
public record Splits(List<Question> train, List<Question> valid, List<Question> test) {
    private static final String ALGORITHM = "L64X128MixRandom";
    private static final int DRAWS_PER_QUESTION = 1_000;

    /// How many questions a split gets.
    public record Sizes(int train, int valid, int test) {
        /// The sizes of the embedded demo.
        public static Sizes defaults() {
            return new Sizes(240, 20, 40);
        }
    }

    public Splits {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
        test = List.copyOf(test);
    }

    /// Draws the splits of a task. Same seed and task id, same questions.
    public static Splits draw(DemoTask task, Sizes sizes, long seed) {
        RandomGenerator random = generator(task, "splits", seed);
        Set<String> seen = new HashSet<>();
        List<Question> test = draw(task, sizes.test(), seen, random);
        List<Question> valid = draw(task, sizes.valid(), seen, random);
        return new Splits(draw(task, sizes.train(), seen, random), valid, test);
    }

    /// A generator of its own for a task and a purpose.
    static RandomGenerator generator(DemoTask task, String purpose, long seed) {
        long own = 31L * task.id().hashCode() + purpose.hashCode();
        return RandomGeneratorFactory.of(ALGORITHM).create(seed + 0x9E3779B97F4A7C15L * own);
    }

    private static List<Question> draw(
            DemoTask task, int count, Set<String> seen, RandomGenerator random) {
        int labels = task.labels().size();
        int quota = labels == 0 ? count : Math.ceilDiv(count, labels);
        Map<String, Integer> used = new HashMap<>();
        List<Question> questions = new ArrayList<>();
        long draws = 0;
        while (questions.size() < count) {
            if (draws++ > (long) DRAWS_PER_QUESTION * count) {
                throw new IllegalStateException(
                        "task "
                                + task.id()
                                + ": found "
                                + questions.size()
                                + " different questions of "
                                + count
                                + "; make the splits smaller or the task wider");
            }
            Question question = task.questions().draw(random);
            boolean full = labels > 0 && used.getOrDefault(question.answer(), 0) >= quota;
            if (full || !seen.add(question.input())) {
                continue;
            }
            used.merge(question.answer(), 1, Integer::sum);
            questions.add(question);
        }
        return questions;
    }
}
