package lorica.demo.task;

import java.util.List;
import java.util.regex.Pattern;

/// A task of the demo: a name, an instruction and a source of questions.
///
/// @param id file name, `family_task`
/// @param instruction the line after `Task: `
/// @param labels the closed set of answers, equally frequent in every split; empty for open answers
/// @param place in the bank, or outside for the demonstration
public record DemoTask(
        String id,
        Family family,
        String instruction,
        List<String> labels,
        Place place,
        QuestionSource questions) {

    private static final Pattern ID = Pattern.compile("[a-z]+(_[a-z]+)+");

    /// Where a task's dataset stands.
    public enum Place {
        /// With an adapter in the bank.
        BANK,
        /// Never in the bank: `lorica demo` generates its adapter.
        OUTSIDE
    }

    public DemoTask {
        if (!ID.matcher(id).matches() || !id.startsWith(family.label() + "_")) {
            throw new IllegalArgumentException(
                    "task id '"
                            + id
                            + "': expected '"
                            + family.label()
                            + "_' and lower-case words");
        }
        labels = List.copyOf(labels);
    }

    static DemoTask open(Family family, String name, String instruction, QuestionSource questions) {
        return new DemoTask(
                family.label() + "_" + name, family, instruction, List.of(), Place.BANK, questions);
    }

    static DemoTask closed(
            Family family,
            String name,
            String instruction,
            List<String> labels,
            QuestionSource questions) {
        return new DemoTask(
                family.label() + "_" + name, family, instruction, labels, Place.BANK, questions);
    }

    DemoTask outside() {
        return new DemoTask(id, family, instruction, labels, Place.OUTSIDE, questions);
    }

    /// The prompt: `Task: <instruction>`, `Input: <input>`, `Output:` on three lines.
    public String prompt(String input) {
        return "Task: " + instruction + "\nInput: " + input + "\nOutput:";
    }

    /// The terse answer.
    public String terse(Question question) {
        return family.terse().write(question.answer());
    }
}
