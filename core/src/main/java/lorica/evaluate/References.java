package lorica.evaluate;

import java.util.function.ToDoubleBiFunction;

/// Which of several references count.
public enum References {
    /// The first only, as the paper's code does.
    FIRST(""),
    /// The one that gives the highest score.
    BEST("-best");

    private final String suffix;

    References(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /// The value of `score(reference, answer)` over the references that count.
    double over(Prediction prediction, ToDoubleBiFunction<String, String> score) {
        String first = prediction.references().getFirst();
        double best = score.applyAsDouble(first, prediction.answer());
        if (this == BEST) {
            for (String reference : prediction.references()) {
                best = Math.max(best, score.applyAsDouble(reference, prediction.answer()));
            }
        }
        return best;
    }
}
