package lorica.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Shapes whose column is a list of turns: the last turn of the assistant is the output, what was
/// said before it the input:
///
/// ```
/// input = non-empty texts of all earlier turns, whoever spoke, in order, joined by "\n"
/// ```
///
/// Turns after the assistant's last one are not part of the example.
///
/// @param column the list of turns
/// @param speaker the key of a turn that says who speaks
/// @param text the key of a turn that holds what is said
/// @param assistants how the assistant is called
public record ConversationColumns(
        String name, String column, String speaker, String text, Set<String> assistants)
        implements ColumnShape {
    public ConversationColumns {
        assistants = Set.copyOf(assistants);
    }

    /// Turns of `role` and `content`.
    static ConversationColumns messages(String column) {
        return new ConversationColumns(
                "messages", column, "role", "content", Set.of("assistant", "model"));
    }

    /// Turns of `from` and `value`, as ShareGPT has them.
    static ConversationColumns conversations(String column) {
        return new ConversationColumns(
                "conversations", column, "from", "value", Set.of("gpt", "assistant", "model"));
    }

    @Override
    public String description() {
        return "input=the turns of %s before the assistant's last, output=that turn"
                .formatted(column);
    }

    @Override
    public String map() {
        return name + "=" + column;
    }

    boolean fits(Row row) {
        return row.has(column);
    }

    /// What the turns hold, empty or not.
    ///
    /// @throws DatasetException if there is no list of turns, or no turn of the assistant
    Texts texts(Row row) {
        Cell turns = row.cell(column);
        int last = -1;
        List<String> speakers = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            String who = turns.element(i).field(speaker).text();
            speakers.add(who);
            if (assistants.contains(who)) {
                last = i;
            }
        }
        if (last < 0) {
            throw turns.refused(
                    "a turn whose \"%s\" is %s"
                            .formatted(
                                    speaker,
                                    String.join(" or ", assistants.stream().sorted().toList())),
                    speakers.isEmpty() ? "no turns" : "turns of " + shown(speakers));
        }
        List<String> before = new ArrayList<>(last);
        for (int i = 0; i < last; i++) {
            String said = turns.element(i).field(text).text();
            if (!said.isEmpty()) {
                before.add(said);
            }
        }
        return new Texts(
                String.join("\n", before), List.of(turns.element(last).field(text).text()));
    }

    private static String shown(List<String> speakers) {
        List<String> different = speakers.stream().distinct().limit(8).toList();
        return different.toString();
    }
}
