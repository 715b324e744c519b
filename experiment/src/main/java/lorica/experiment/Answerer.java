package lorica.experiment;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lorica.adapter.LoraAdapter;

/// A model that completes prompts, with an adapter or without: the seam to native code.
///
/// One thread at a time; a study opens one for each of its threads.
public interface Answerer extends AutoCloseable {
    /// The texts that follow the prompts, in their order, each up to the stop text, the end of text
    /// or the limit of new tokens that the answerer was opened with.
    ///
    /// @param adapter empty: the base model alone
    List<String> complete(Optional<LoraAdapter> adapter, List<String> prompts) throws IOException;

    @Override
    void close();

    /// How an answerer is opened.
    @FunctionalInterface
    interface Opening {
        Answerer open() throws IOException;
    }
}
