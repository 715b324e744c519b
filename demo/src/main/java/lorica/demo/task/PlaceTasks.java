package lorica.demo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lorica.demo.word.Lexicon;

/// The word at a place of a list, whatever it means.
final class PlaceTasks {
    private final List<String> words;

    PlaceTasks(Lexicon lexicon) {
        this.words = lexicon.wordsBeside(Set.of("verb", "adjective"));
    }

    List<DemoTask> all() {
        return List.of(
                at("first", 0, 4),
                at("second", 1, 4),
                at("third", 2, 4),
                at("last", 3, 4),
                at("middle", 2, 5),
                starred(),
                repeated(),
                after(),
                at("fourth", 3, 5).outside());
    }

    private DemoTask at(String place, int index, int length) {
        return task(
                place,
                "the " + place + " word",
                random -> {
                    List<String> list = Draw.some(words, length, random);
                    return new Question(Draw.listed(list), list.get(index));
                });
    }

    private DemoTask starred() {
        return task(
                "starred",
                "the starred word",
                random -> {
                    List<String> list = new ArrayList<>(Draw.some(words, 4, random));
                    int index = random.nextInt(4);
                    String word = list.get(index);
                    list.set(index, "* " + word);
                    return new Question(Draw.listed(list), word);
                });
    }

    private DemoTask repeated() {
        return task(
                "repeated",
                "the repeated word",
                random -> {
                    List<String> list = new ArrayList<>(Draw.some(words, 3, random));
                    String word = Draw.one(list, random);
                    list.add(word);
                    return new Question(Draw.listed(Draw.shuffled(list, random)), word);
                });
    }

    private DemoTask after() {
        return task(
                "after_dash",
                "the word after the dash",
                random -> {
                    List<String> list = Draw.some(words, 4, random);
                    int cut = 1 + random.nextInt(3);
                    String text =
                            Draw.listed(list.subList(0, cut))
                                    + " - "
                                    + Draw.listed(list.subList(cut, 4));
                    return new Question(text, list.get(cut));
                });
    }

    private static DemoTask task(String name, String which, QuestionSource questions) {
        return DemoTask.open(Family.PLACE, name, "give " + which, questions);
    }
}
