package lorica.bank;

import java.util.OptionalInt;
import lorica.dataset.TrainingText;
import lorica.storage.Checksum;

/// What all entries of a bank share.
///
/// @param base the base model's name, as adapters state it
/// @param tokenizer checksum of the bank's copy of `tokenizer.json`
/// @param vocabulary number of token ids
/// @param text how input and output are joined
/// @param beginning BOS id put before every text, or empty
public record BankHeader(
        String base,
        Checksum tokenizer,
        int vocabulary,
        TrainingText text,
        OptionalInt beginning) {}
