package lorica.demo.task;

import java.util.random.RandomGenerator;

/// Draws instances of one task. The same generator state gives the same question.
@FunctionalInterface
public interface QuestionSource {
    /// The next question; may repeat an earlier one.
    Question draw(RandomGenerator random);
}
