package lorica.demo.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import lorica.demo.build.DemoBuild;
import org.junit.jupiter.api.Test;

class TaskListTest {
    private static final List<DemoTask> TASKS = TaskList.all(DemoBuild.lexicon());

    @Test
    void theBankHasAtLeastSixtyTasksOfAtLeastSixFamilies() {
        List<DemoTask> bank =
                TASKS.stream().filter(task -> task.place() == DemoTask.Place.BANK).toList();
        assertThat(bank).hasSizeGreaterThanOrEqualTo(60);
        assertThat(bank.stream().map(DemoTask::family).distinct()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void atLeastThreeFamiliesHaveATaskOutsideTheBank() {
        assertThat(
                        TASKS.stream()
                                .filter(task -> task.place() == DemoTask.Place.OUTSIDE)
                                .map(DemoTask::family)
                                .distinct())
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void everyTaskHasItsOwnNameAndInstruction() {
        assertThat(TASKS.stream().map(DemoTask::id)).doesNotHaveDuplicates();
        assertThat(TASKS.stream().map(DemoTask::instruction)).doesNotHaveDuplicates();
    }

    /// Two tasks would be copies if they drew the same inputs and answered them alike: of inputs
    /// that make up a tenth of either task, one at least must be answered differently.
    @Test
    void noTwoTasksAnswerTheSameInputsAlike() {
        Map<String, Map<String, String>> byTask = new HashMap<>();
        for (DemoTask task : TASKS) {
            byTask.put(task.id(), answers(task, 4_000));
        }
        List<String> alike = new ArrayList<>();
        for (DemoTask one : TASKS) {
            for (DemoTask other : TASKS) {
                if (one.id().compareTo(other.id()) < 0 && alike(byTask, one, other)) {
                    alike.add(one.id() + " = " + other.id());
                }
            }
        }
        assertThat(alike).isEmpty();
    }

    private static boolean alike(
            Map<String, Map<String, String>> byTask, DemoTask one, DemoTask other) {
        Map<String, String> first = byTask.getOrDefault(one.id(), Map.of());
        Map<String, String> second = byTask.getOrDefault(other.id(), Map.of());
        Set<String> shared = new HashSet<>(first.keySet());
        shared.retainAll(second.keySet());
        int smaller = Math.min(first.size(), second.size());
        return shared.size() >= smaller / 10
                && !shared.isEmpty()
                && shared.stream()
                        .allMatch(input -> Objects.equals(first.get(input), second.get(input)));
    }

    private static Map<String, String> answers(DemoTask task, int draws) {
        RandomGenerator random = Splits.generator(task, "test", 7);
        Map<String, String> answers = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            Question question = task.questions().draw(random);
            String before = answers.put(question.input(), task.terse(question));
            assertThat(before == null || before.equals(task.terse(question)))
                    .as("%s: one answer for '%s'", task.id(), question.input())
                    .isTrue();
        }
        return answers;
    }

    @Test
    void familiesDifferInTheirTerseForm() {
        Map<AnswerForm, List<Family>> byForm =
                List.of(Family.values()).stream().collect(Collectors.groupingBy(Family::terse));
        assertThat(byForm.values()).allSatisfy(families -> assertThat(families).hasSize(1));
    }

    @Test
    void aClosedTaskAnswersOnlyItsLabels() {
        for (DemoTask task : TASKS) {
            if (task.labels().isEmpty()) {
                continue;
            }
            Splits splits = Splits.draw(task, Splits.Sizes.defaults(), 1);
            assertThat(splits.train().stream().map(Question::answer).distinct())
                    .as(task.id())
                    .containsExactlyInAnyOrderElementsOf(task.labels());
        }
    }

    @Test
    void theFixedAnswerOfATaskWouldFail() {
        for (DemoTask task : TASKS) {
            Splits splits = Splits.draw(task, Splits.Sizes.defaults(), 1);
            Map<String, Integer> counts = new HashMap<>();
            splits.test().forEach(q -> counts.merge(q.answer(), 1, Integer::sum));
            assertThat(Collections.max(counts.values()))
                    .as(task.id())
                    .isLessThanOrEqualTo(splits.test().size() / 2);
        }
    }
}
