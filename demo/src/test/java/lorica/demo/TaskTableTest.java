package lorica.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorica.demo.build.DemoBuild;
import lorica.demo.build.DemoPlan;
import lorica.demo.task.DemoTask;
import lorica.demo.task.Question;
import lorica.demo.task.Splits;
import lorica.demo.task.TaskList;
import org.junit.jupiter.api.Test;

/// The table of tasks in docs/demo.md is the task list. A list that was changed on purpose: copy
/// the expected text from the failure.
class TaskTableTest {
    private static final Path PAGE = Path.of("..", "docs", "demo.md");

    @Test
    void thePageShowsEveryTaskWithItsInstructionAndAnExample() throws IOException {
        String table = table();
        String page = Files.readString(PAGE);
        int from = page.indexOf("| task |");
        assertThat(from).as("%s has a table of tasks", PAGE).isNotNegative();
        int to = page.indexOf("\n\n", from);
        assertThat(page.substring(from, to) + "\n").isEqualTo(table);
    }

    private static String table() {
        DemoPlan plan = DemoPlan.defaults();
        StringBuilder table = new StringBuilder("| task | instruction | input | answer |\n");
        table.append("|---|---|---|---|\n");
        for (DemoTask task : TaskList.all(DemoBuild.lexicon())) {
            Question shown = Splits.draw(task, plan.sizes(), plan.seed()).test().getFirst();
            String mark = task.place() == DemoTask.Place.OUTSIDE ? "**" : "";
            table.append(
                    "| %s%s%s | %s | `%s` | `%s` |\n"
                            .formatted(
                                    mark,
                                    task.id(),
                                    mark,
                                    task.instruction(),
                                    shown.input(),
                                    task.terse(shown)));
        }
        return table.toString();
    }
}
