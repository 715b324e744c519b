package lorica.demo.task;

import java.util.ArrayList;
import java.util.List;
import lorica.demo.word.Lexicon;

/// Which of two kinds are the words? Three readings: all words are of one kind, most of
/// them, or the last one counts.
///
/// The bank's tasks form a ring of kinds: each label is shared with one neighbour on either
/// side, so that no single neighbour knows both labels of a task, but two together do.
final class KindTasks {
    private final Lexicon lexicon;

    KindTasks(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    List<DemoTask> all() {
        return List.of(
                all("bird", "fish"),
                most("fish", "insect"),
                last("insect", "mammal"),
                all("mammal", "tree"),
                most("tree", "fruit"),
                last("fruit", "drink"),
                all("drink", "tool"),
                most("tool", "bird"),
                last("bird", "mammal").outside());
    }

    private DemoTask all(String one, String other) {
        return task(
                one,
                other,
                "say which kind the words are, ",
                random -> {
                    String kind = Draw.one(List.of(one, other), random);
                    return new Question(
                            Draw.listed(Draw.some(lexicon.words(kind), 3, random)), kind);
                });
    }

    private DemoTask most(String one, String other) {
        return task(
                one,
                other,
                "say which kind most words are, ",
                random -> {
                    String kind = Draw.one(List.of(one, other), random);
                    List<String> words = new ArrayList<>(Draw.some(lexicon.words(kind), 2, random));
                    words.add(Draw.one(lexicon.words(kind.equals(one) ? other : one), random));
                    return new Question(Draw.listed(Draw.shuffled(words, random)), kind);
                });
    }

    private DemoTask last(String one, String other) {
        return task(
                one,
                other,
                "say which kind the last word is, ",
                random -> {
                    String kind = Draw.one(List.of(one, other), random);
                    List<String> words =
                            new ArrayList<>(
                                    Draw.some(
                                            lexicon.words(kind.equals(one) ? other : one),
                                            2,
                                            random));
                    words.add(Draw.one(lexicon.words(kind), random));
                    return new Question(Draw.listed(words), kind);
                });
    }

    private static DemoTask task(String one, String other, String line, QuestionSource questions) {
        return DemoTask.closed(
                Family.KIND,
                one + "_" + other,
                line + one + " or " + other,
                List.of(one, other),
                questions);
    }
}
