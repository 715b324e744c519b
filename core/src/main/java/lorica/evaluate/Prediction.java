package lorica.evaluate;

import java.util.List;
import lorica.dataset.Example;

/// One row of a dataset and what a model answered.
///
/// @param references acceptable answers, the first being the one trained on
/// @param answer the generated text, cut at the terminator, surrounding white space removed
public record Prediction(String input, List<String> references, String answer) {
    public Prediction {
        references = List.copyOf(references);
        if (references.isEmpty()) {
            throw new IllegalArgumentException(
                    "prediction: expected at least one reference, found none");
        }
    }

    public static Prediction of(Example example, String answer) {
        return new Prediction(example.input(), example.outputs(), answer);
    }
}
