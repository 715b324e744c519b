package lorica.demo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import lorica.demo.word.Lexicon;

/// Is something the case in a list of three words? Answers: yes, no.
final class CheckTasks {
    private final Lexicon lexicon;

    CheckTasks(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    List<DemoTask> all() {
        return List.of(
                any("bird"),
                any("tool"),
                any("drink"),
                at("garment", "first", 0),
                at("worker", "last", 2),
                every("mammal"),
                free("weapon"),
                twice(),
                any("metal").outside());
    }

    private DemoTask any(String kind) {
        return task("any_" + kind, "is any word a " + kind, yes -> words(kind, yes ? 1 : 0));
    }

    private DemoTask free(String kind) {
        return task("free_of_" + kind, "is no word a " + kind, yes -> words(kind, yes ? 0 : 1));
    }

    private DemoTask every(String kind) {
        return task(
                "every_" + kind,
                "is every word a " + kind,
                yes -> random -> words(kind, yes ? 3 : 1 + random.nextInt(2)).draw(random));
    }

    private DemoTask at(String kind, String place, int index) {
        return task(
                place + "_" + kind,
                "is the " + place + " word a " + kind,
                yes ->
                        random -> {
                            List<String> words = Draw.some(others(kind), 3, random);
                            String member = Draw.one(lexicon.words(kind), random);
                            int there = yes ? index : random.nextInt(3);
                            if (yes || there != index) {
                                words.set(there, member);
                            }
                            return words;
                        });
    }

    private DemoTask twice() {
        return task(
                "word_twice",
                "is any word there twice",
                yes ->
                        random -> {
                            List<String> words = Draw.some(others(""), 3, random);
                            if (yes) {
                                words.set(2, words.get(random.nextInt(2)));
                            }
                            return words;
                        });
    }

    private WordSource words(String kind, int members) {
        return random -> {
            List<String> words = new ArrayList<>(Draw.some(lexicon.words(kind), members, random));
            words.addAll(Draw.some(others(kind), 3 - members, random));
            return Draw.shuffled(words, random);
        };
    }

    private List<String> others(String kind) {
        return lexicon.wordsBeside(Set.of(kind, "verb", "adjective"));
    }

    private static DemoTask task(String name, String line, WordSourceFor sources) {
        return DemoTask.closed(
                Family.CHECK,
                name,
                "check, " + line,
                List.of("yes", "no"),
                random -> {
                    boolean yes = random.nextBoolean();
                    List<String> words = sources.where(yes).draw(random);
                    return new Question(Draw.listed(words), yes ? "yes" : "no");
                });
    }

    @FunctionalInterface
    private interface WordSource {
        List<String> draw(RandomGenerator random);
    }

    @FunctionalInterface
    private interface WordSourceFor {
        WordSource where(boolean yes);
    }
}
