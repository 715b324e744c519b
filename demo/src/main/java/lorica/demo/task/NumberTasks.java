package lorica.demo.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import lorica.demo.word.Lexicon;

/// One digit, found or counted.
final class NumberTasks {
    private final Lexicon lexicon;

    NumberTasks(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    List<DemoTask> all() {
        return List.of(
                digit("largest", "the largest digit", d -> Arrays.stream(d).max().orElseThrow()),
                digit("smallest", "the smallest digit", d -> Arrays.stream(d).min().orElseThrow()),
                digit("first", "the first digit", d -> d[0]),
                digit("third", "the third digit", d -> d[2]),
                digit("after_last", "one more than the last digit", d -> (d[3] + 1) % 10),
                digit("before_first", "one less than the first digit", d -> (d[0] + 9) % 10),
                words(),
                fish(),
                digit("second", "the second digit", d -> d[1]).outside());
    }

    private static DemoTask digit(String name, String line, ToIntFunction<int[]> answer) {
        return task(
                name,
                line,
                List.of(),
                random -> {
                    int[] digits = Draw.differentDigits(4, random);
                    return new Question(Draw.spaced(digits), "" + answer.applyAsInt(digits));
                });
    }

    private DemoTask words() {
        List<String> all = lexicon.wordsBeside(Set.of());
        return task(
                "of_words",
                "how many words there are",
                List.of("2", "3", "4", "5"),
                random -> {
                    int count = 2 + random.nextInt(4);
                    return new Question(Draw.listed(Draw.some(all, count, random)), "" + count);
                });
    }

    private DemoTask fish() {
        List<String> others = lexicon.wordsBeside(Set.of("fish"));
        return task(
                "of_fish",
                "how many fish there are",
                List.of("0", "1", "2", "3"),
                random -> {
                    int count = random.nextInt(4);
                    List<String> words =
                            new ArrayList<>(Draw.some(lexicon.words("fish"), count, random));
                    words.addAll(Draw.some(others, 3 - count, random));
                    Collections.shuffle(words, random);
                    return new Question(Draw.listed(words), "" + count);
                });
    }

    private static DemoTask task(
            String name, String line, List<String> labels, QuestionSource questions) {
        return DemoTask.closed(Family.NUMBER, name, "find the number, " + line, labels, questions);
    }
}
