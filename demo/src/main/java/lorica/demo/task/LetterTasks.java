package lorica.demo.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import lorica.demo.word.Lexicon;

/// One letter of a list of letters or of a word.
final class LetterTasks {
    private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u");
    private static final List<String> CONSONANTS =
            List.of("b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w");

    private final Lexicon lexicon;

    LetterTasks(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    List<DemoTask> all() {
        return List.of(
                at("first", 0),
                at("third", 2),
                at("last", 3),
                vowel(),
                repeated(),
                next(),
                wordBegins(),
                between(),
                at("second", 1).outside());
    }

    private static DemoTask at(String place, int index) {
        return task(
                place,
                "the " + place + " letter",
                random -> {
                    List<String> letters = Draw.some(CONSONANTS, 4, random);
                    return new Question(String.join(" ", letters), letters.get(index));
                });
    }

    private static DemoTask vowel() {
        return task(
                "vowel",
                "the only vowel letter",
                random -> {
                    List<String> letters = new ArrayList<>(Draw.some(CONSONANTS, 3, random));
                    String vowel = Draw.one(VOWELS, random);
                    letters.add(random.nextInt(4), vowel);
                    return new Question(String.join(" ", letters), vowel);
                });
    }

    private static DemoTask repeated() {
        return task(
                "repeated",
                "the repeated letter",
                random -> {
                    List<String> letters = new ArrayList<>(Draw.some(CONSONANTS, 3, random));
                    String letter = Draw.one(letters, random);
                    letters.add(letter);
                    Collections.shuffle(letters, random);
                    return new Question(String.join(" ", letters), letter);
                });
    }

    private static DemoTask next() {
        return task(
                "next",
                "the letter that follows the first one in the alphabet",
                random -> {
                    List<String> letters = Draw.some(CONSONANTS, 3, random);
                    char next = (char) (letters.getFirst().charAt(0) + 1);
                    return new Question(String.join(" ", letters), "" + next);
                });
    }

    private DemoTask wordBegins() {
        List<String> words = lexicon.wordsBeside(Set.of());
        return task(
                "of_word",
                "the first letter of the first word",
                random -> {
                    List<String> drawn = Draw.some(words, 2, random);
                    return new Question(Draw.listed(drawn), drawn.getFirst().substring(0, 1));
                });
    }

    private static DemoTask between() {
        return task(
                "after_dash",
                "the letter after the dash",
                random -> {
                    List<String> letters = Draw.some(CONSONANTS, 4, random);
                    int cut = 1 + random.nextInt(3);
                    String text =
                            String.join(" ", letters.subList(0, cut))
                                    + " - "
                                    + String.join(" ", letters.subList(cut, 4));
                    return new Question(text, letters.get(cut));
                });
    }

    private static DemoTask task(String name, String which, QuestionSource questions) {
        return DemoTask.open(Family.LETTER, name, "name " + which, questions);
    }
}
