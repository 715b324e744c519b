package lorica.demo.build;

import java.io.IOException;
import java.nio.file.Path;

/// Trains what the stages BASE and BANK ask for: the seam between this room and libtorch.
///
/// Killed and called again with the same arguments, it goes on where it was.
public interface StageTrainer {
    /// Trains the base model from random weights.
    ///
    /// @param start holds its `config.json` and `tokenizer.json`
    /// @param corpus holds `train.jsonl` and `valid.jsonl`
    /// @param output the model's directory, written whole
    void base(Path start, Path corpus, Path output) throws IOException;

    /// Trains an adapter for every dataset, into an indexed bank.
    ///
    /// @param base the base model's directory
    /// @param datasets one folder an entry
    /// @param notes `entries.json`: the families
    /// @param output the bank, which grows entry by entry
    void bank(Path base, Path datasets, Path notes, Path output) throws IOException;
}
