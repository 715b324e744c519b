package lorica.demo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lorica.demo.build.DemoBuild;
import org.junit.jupiter.api.Test;

class SplitsTest {
    private static final List<DemoTask> TASKS = TaskList.all(DemoBuild.lexicon());
    private static final Splits.Sizes SIZES = Splits.Sizes.defaults();

    @Test
    void noInputOccursTwiceWithinASplitOrAcross() {
        for (DemoTask task : TASKS) {
            Splits splits = Splits.draw(task, SIZES, 1);
            List<Question> all = new ArrayList<>(splits.train());
            all.addAll(splits.valid());
            all.addAll(splits.test());
            assertThat(all.stream().map(Question::input))
                    .as(task.id())
                    .doesNotHaveDuplicates()
                    .hasSize(SIZES.train() + SIZES.valid() + SIZES.test());
        }
    }

    @Test
    void theBaseNeverSeesAnInputOfTheTestOrValidationSplit() {
        for (DemoTask task : TASKS) {
            Splits splits = Splits.draw(task, SIZES, 1);
            Set<String> seen =
                    Corpus.draw(task, splits, 500, 1).stream()
                            .map(row -> row.question().input())
                            .collect(Collectors.toSet());
            assertThat(splits.test()).as(task.id()).noneMatch(q -> seen.contains(q.input()));
            assertThat(splits.valid()).as(task.id()).noneMatch(q -> seen.contains(q.input()));
        }
    }

    @Test
    void closedLabelsAreEquallyFrequentInEverySplit() {
        for (DemoTask task : TASKS) {
            if (task.labels().isEmpty()) {
                continue;
            }
            Splits splits = Splits.draw(task, SIZES, 1);
            for (List<Question> split : List.of(splits.train(), splits.valid(), splits.test())) {
                Map<String, Integer> counts = new HashMap<>();
                split.forEach(q -> counts.merge(q.answer(), 1, Integer::sum));
                int most = Math.ceilDiv(split.size(), task.labels().size());
                assertThat(counts.values())
                        .as(task.id())
                        .hasSize(task.labels().size())
                        .allSatisfy(count -> assertThat(count).isBetween(most - 2, most));
            }
        }
    }

    @Test
    void theSameSeedDrawsTheSameQuestionsAndAnotherSeedOthers() {
        DemoTask task = TASKS.getFirst();
        assertThat(Splits.draw(task, SIZES, 5)).isEqualTo(Splits.draw(task, SIZES, 5));
        assertThat(Splits.draw(task, SIZES, 5)).isNotEqualTo(Splits.draw(task, SIZES, 6));
    }

    @Test
    void aTaskWithTooFewQuestionsIsRefusedByName() {
        DemoTask narrow =
                DemoTask.open(Family.ORDER, "narrow", "say it", random -> new Question("1", "1"));
        assertThatThrownBy(() -> Splits.draw(narrow, new Splits.Sizes(2, 1, 1), 1))
                .hasMessageContaining("order_narrow: found 0 different questions of 1");
    }
}
