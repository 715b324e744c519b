package lorica.bank;

import java.util.Optional;
import java.util.OptionalInt;
import lorica.dataset.PromptTemplate;
import lorica.dataset.TrainingText;
import lorica.storage.Checksum;

/// What all entries of a bank share.
///
/// @param base the base model
/// @param tokenizer checksum of the bank's copy of `tokenizer.json`
/// @param vocabulary number of token ids
/// @param text how input and output are joined
/// @param beginning BOS id put before every text, or empty
/// @param template the prompt template of the bank's datasets, verbatim, where there is one
public record BankHeader(
        BaseModel base,
        Checksum tokenizer,
        int vocabulary,
        TrainingText text,
        OptionalInt beginning,
        Optional<String> template) {
    /// Histograms have this length; the largest known vocabularies have 262,144 ids.
    private static final int MOST_IDS = 1 << 24;

    public BankHeader {
        if (vocabulary < 1 || vocabulary > MOST_IDS) {
            throw new IllegalArgumentException(
                    "vocabulary: expected 1 to %,d token ids, found %,d"
                            .formatted(MOST_IDS, vocabulary));
        }
        template.ifPresent(PromptTemplate::parse);
        if (beginning.isPresent()
                && (beginning.getAsInt() < 0 || beginning.getAsInt() >= vocabulary)) {
            throw new IllegalArgumentException(
                    "BOS: expected a token id in [0, %d), found %d"
                            .formatted(vocabulary, beginning.getAsInt()));
        }
    }
}
