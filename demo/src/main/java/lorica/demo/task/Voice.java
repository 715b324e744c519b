package lorica.demo.task;

import java.util.List;
import java.util.random.RandomGenerator;

/// How the base model talks: the answer inside a sentence or two.
///
/// Some sentences repeat the input first: a small model learns to read its input by copying it.
/// Some begin with the answer, so that the base model can also find it at once; the one that it
/// is taught most often does not.
public final class Voice {
    private static final List<Saying> SAYINGS =
            List.of(
                    new Saying(6, "Well, let me think about it. The answer is %s, I believe."),
                    new Saying(4, "Let me see, I was given %i. So I would answer %s here."),
                    new Saying(4, "The input says %i, and so the answer must be %s, I think."),
                    new Saying(4, "%s is what I would say, but please check it once again."),
                    new Saying(2, "%s, if I am not wrong, is the answer to this one."));

    private static final int WEIGHTS = SAYINGS.stream().mapToInt(Saying::weight).sum();

    private Voice() {}

    /// A verbose answer: content in a random form of the family, in a random sentence.
    public static String say(Family family, Question question, RandomGenerator random) {
        String answer = Draw.one(family.forms(), random).write(question.answer());
        int ticket = random.nextInt(WEIGHTS);
        int next = 0;
        while (ticket >= SAYINGS.get(next).weight()) {
            ticket -= SAYINGS.get(next).weight();
            next++;
        }
        return SAYINGS.get(next).sentence().replace("%i", question.input()).replace("%s", answer);
    }

    /// @param weight how often, relative to the others
    /// @param sentence with %s for the answer and perhaps %i for the input
    private record Saying(int weight, String sentence) {}
}
