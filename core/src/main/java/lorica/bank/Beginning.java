package lorica.bank;

/// Which token stands before every training text.
public sealed interface Beginning {
    /// What the base model's own files say: `add_bos_token` of `tokenizer_config.json`, else the
    /// tokenizer's post-processor.
    record OfModel() implements Beginning {}

    record None() implements Beginning {}

    /// A token of the vocabulary, for instance `<s>`.
    record Token(String token) implements Beginning {}
}
