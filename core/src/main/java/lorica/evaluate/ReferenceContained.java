package lorica.evaluate;

/// 1 where the reference is a substring of the answer, else 0: high beside a low exact match, it
/// says that the model answers at length, not wrongly.
///
/// Characters are compared as they are. An empty reference is contained in every answer. Source:
/// the code released with Lora without GPUs; docs/methods/exact-match.md.
public record ReferenceContained(References references) implements Score {
    /// The paper's: first reference.
    public static ReferenceContained published() {
        return new ReferenceContained(References.FIRST);
    }

    @Override
    public String name() {
        return "reference-contained" + references.suffix();
    }

    @Override
    public double of(Prediction prediction) {
        return references.over(
                prediction, (reference, answer) -> answer.contains(reference) ? 1 : 0);
    }
}
