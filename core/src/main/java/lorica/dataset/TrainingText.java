package lorica.dataset;

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
}
