package lorica.demo.vocabulary;

import java.util.List;

/// A byte-level BPE vocabulary: ids are positions in `tokens`.
///
/// Ids 0, 1, 2 are `<unk>`, `<s>`, `</s>`; 3…258 the bytes; then one id a merge, in order.
///
/// @param merges pairs of token texts in the byte alphabet, with a space between
public record BytePairVocabulary(List<String> tokens, List<String> merges) {
    /// The special tokens, ids 0, 1, 2.
    public static final List<String> SPECIAL = List.of("<unk>", "<s>", "</s>");

    public BytePairVocabulary {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
        int expected = SPECIAL.size() + 256 + merges.size();
        if (tokens.size() != expected) {
            throw new IllegalArgumentException(
                    "vocabulary of "
                            + tokens.size()
                            + " tokens, expected "
                            + expected
                            + " from "
                            + merges.size()
                            + " merges");
        }
    }
}
