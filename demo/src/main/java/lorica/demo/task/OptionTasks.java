package lorica.demo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lorica.demo.word.Lexicon;

/// The letter of the right one of three options.
final class OptionTasks {
    private static final List<String> LETTERS = List.of("a", "b", "c");

    private final Lexicon lexicon;

    OptionTasks(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    List<DemoTask> all() {
        return List.of(
                kind("fruit"),
                kind("body"),
                kind("weapon"),
                kind("relative"),
                kind("mammal"),
                kind("adjective"),
                largest(),
                match(),
                kind("vehicle").outside());
    }

    private DemoTask kind(String kind) {
        return task(
                kind,
                "has the " + kind,
                random -> {
                    List<String> words =
                            new ArrayList<>(
                                    Draw.some(lexicon.wordsBeside(Set.of(kind)), 3, random));
                    int right = random.nextInt(3);
                    words.set(right, Draw.one(lexicon.words(kind), random));
                    return new Question(options(words), LETTERS.get(right));
                });
    }

    private DemoTask largest() {
        return task(
                "largest",
                "has the largest digit",
                random -> {
                    int[] digits = Draw.differentDigits(3, random);
                    int right = 0;
                    for (int i = 1; i < 3; i++) {
                        right = digits[i] > digits[right] ? i : right;
                    }
                    List<String> texts = List.of("" + digits[0], "" + digits[1], "" + digits[2]);
                    return new Question(options(texts), LETTERS.get(right));
                });
    }

    private DemoTask match() {
        return task(
                "same_word",
                "has the same word",
                random -> {
                    List<String> words = Draw.some(lexicon.wordsBeside(Set.of()), 3, random);
                    int right = random.nextInt(3);
                    return new Question(
                            words.get(right) + " " + options(words), LETTERS.get(right));
                });
    }

    private static String options(List<String> texts) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            line.append(i == 0 ? "" : " ").append(LETTERS.get(i)).append(") ").append(texts.get(i));
        }
        return line.toString();
    }

    private static DemoTask task(String name, String line, QuestionSource questions) {
        return DemoTask.closed(
                Family.OPTION, name, "choose the option that " + line, LETTERS, questions);
    }
}
