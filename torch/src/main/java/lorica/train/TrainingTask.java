package lorica.train;

import java.nio.file.Path;
import java.util.Optional;
import lorica.model.CausalLanguageModel;
import lorica.storage.WholeDirectory.Existing;

/// What to train on what, and where the result goes.
///
/// @param model computed with in F32; its weights change in full training
/// @param baseModel the name of the base model that an adapter states
/// @param tokenizer the `tokenizer.json` that a trained model takes along, with the files beside it
/// @param resumption what to do with the checkpoint of an earlier, killed run
/// @param from the PEFT directory of an adapter to start from
/// @param export in which form the result is written
public record TrainingTask(
        CausalLanguageModel model,
        TrainingData data,
        String baseModel,
        Path tokenizer,
        Path output,
        Existing existing,
        Resumption resumption,
        Optional<Path> from,
        Export export) {
    /// From the base model alone, exactly as trained.
    public TrainingTask(
            CausalLanguageModel model,
            TrainingData data,
            String baseModel,
            Path tokenizer,
            Path output,
            Existing existing,
            Resumption resumption) {
        this(
                model,
                data,
                baseModel,
                tokenizer,
                output,
                existing,
                resumption,
                Optional.empty(),
                new Export.Exact());
    }

    /// What to do with a checkpoint beside the output.
    public enum Resumption {
        /// Go on from it; refuse one of another training.
        CONTINUE,
        /// Delete it and begin anew.
        RESTART
    }
}
