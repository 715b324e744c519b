package lorica.demo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lorica.demo.word.Lexicon;

/// Pick the one word of a kind, or the one that is of another kind than the rest, out of three.
final class PickTasks {
    private final Lexicon lexicon;

    PickTasks(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    List<DemoTask> all() {
        return List.of(
                pick("tree"),
                pick("fish"),
                pick("vehicle"),
                pick("insect"),
                pick("garment"),
                pick("drink"),
                pick("worker"),
                odd(),
                pick("building").outside());
    }

    private DemoTask pick(String kind) {
        return DemoTask.open(
                Family.PICK,
                kind,
                "pick the " + kind + " from the words",
                random -> {
                    String member = Draw.one(lexicon.words(kind), random);
                    List<String> words =
                            new ArrayList<>(
                                    Draw.some(lexicon.wordsBeside(Set.of(kind)), 2, random));
                    words.add(member);
                    return new Question(Draw.listed(Draw.shuffled(words, random)), member);
                });
    }

    private DemoTask odd() {
        List<String> kinds = List.of("bird", "tool", "metal", "drink");
        return DemoTask.open(
                Family.PICK,
                "odd_one",
                "pick the odd one from the words",
                random -> {
                    List<String> two = Draw.some(kinds, 2, random);
                    String member = Draw.one(lexicon.words(two.get(1)), random);
                    List<String> words =
                            new ArrayList<>(Draw.some(lexicon.words(two.get(0)), 2, random));
                    words.add(member);
                    return new Question(Draw.listed(Draw.shuffled(words, random)), member);
                });
    }
}
