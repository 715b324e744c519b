package lorica.demo.task;

import java.util.ArrayList;
import java.util.List;
import lorica.demo.word.Lexicon;

/// The frozen list of the demo's tasks, family by family.
///
/// Start here. The list was fixed before the first study was run on it; a change makes every number
/// under docs/results that names the demo bank void.
public final class TaskList {
    private TaskList() {}

    /// All tasks, those of the bank and those outside.
    public static List<DemoTask> all(Lexicon lexicon) {
        List<DemoTask> tasks = new ArrayList<>();
        tasks.addAll(new KindTasks(lexicon).all());
        tasks.addAll(new CheckTasks(lexicon).all());
        tasks.addAll(ClaimTasks.all());
        tasks.addAll(new PickTasks(lexicon).all());
        tasks.addAll(new PlaceTasks(lexicon).all());
        tasks.addAll(new OptionTasks(lexicon).all());
        tasks.addAll(new NumberTasks(lexicon).all());
        tasks.addAll(OrderTasks.all());
        tasks.addAll(new LetterTasks(lexicon).all());
        return List.copyOf(tasks);
    }
}
