package lorica.dataset;

import java.util.Optional;

/// How input and output are joined into the text that an adapter was trained on:
///
/// ```
/// text = input + separator + output[0] + terminator
/// ```
public record TrainingText(String separator, String terminator) {
    /// The published code's plain concatenation.
    public static TrainingText concatenation() {
        return new TrainingText("", "");
    }

    public String of(Example example) {
        return example.input() + separator + example.output() + terminator;
    }

    /// What a model is given to answer: the input and the separator without the spaces at its end,
    /// which tokenizers join with the answer's first word, so that the model must write them.
    public String prompt(Example example) {
        return example.input() + separator.replaceFirst(" +$", "");
    }

    /// Where a model's answer ends: the terminator, if there is one.
    public Optional<String> stop() {
        return terminator.isEmpty() ? Optional.empty() : Optional.of(terminator);
    }

    /// The answer in what a model wrote after [#prompt]: up to the terminator, without surrounding
    /// white space.
    public String answer(String generated) {
        int end = terminator.isEmpty() ? -1 : generated.indexOf(terminator);
        return (end < 0 ? generated : generated.substring(0, end)).strip();
    }
}
