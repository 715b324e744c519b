package lorica.evaluate;

import java.util.OptionalDouble;

/// Area under the ROC curve: how well a number foretells an event.
///
/// ```
/// P(score of a case > score of a control) + ½·P(equal)
/// ```
///
/// 0.5 for a number that says nothing, 1 for one that tells them apart.
public final class RocArea {
    private RocArea() {}

    /// Empty where nobody or everybody is a case.
    ///
    /// @param cases one a score: whether the event came
    public static OptionalDouble of(double[] scores, boolean[] cases) {
        if (scores.length != cases.length) {
            throw new IllegalArgumentException(
                    "ROC area: expected as many scores as cases, found %d and %d"
                            .formatted(scores.length, cases.length));
        }
        double won = 0;
        long pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; cases[i] && j < scores.length; j++) {
                if (!cases[j]) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(won / pairs);
    }
}
