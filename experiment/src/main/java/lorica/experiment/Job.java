package lorica.experiment;

import java.util.ArrayList;
import java.util.List;
import lorica.dataset.Example;
import lorica.storage.Checksum;

/// One adapter answering one dataset's test rows: what several rows of a study may share.
///
/// @param key names its predictions: base model, adapter, prompts and options in one checksum
record Job(StudyTask task, Recipe recipe, Checksum key) {
    /// Raised when the same key would name other predictions.
    private static final String VERSION = "lorica.prediction/1";

    /// @param question of [#question]
    static Job of(StudyTask task, Recipe recipe, Checksum question) {
        return new Job(task, recipe, Checksum.ofStrings(question.hex(), recipe.checksum().hex()));
    }

    /// What all jobs of a task share: model, options, prompts.
    static Checksum question(StudyBank bank, StudyTask task, Generation generation) {
        List<String> parts = new ArrayList<>();
        parts.add(VERSION);
        parts.add(generation.model());
        parts.add(String.valueOf(generation.maxNewTokens()));
        parts.add(bank.text().separator());
        parts.add(bank.text().terminator());
        parts.add(bank.beginning().toString());
        for (Example example : task.test()) {
            parts.add(example.input());
        }
        return Checksum.ofStrings(parts.toArray(String[]::new));
    }

    /// What a prediction depends on besides adapter and prompt.
    ///
    /// @param model the base model: its name, or a checksum of its files
    record Generation(String model, int maxNewTokens) {}
}
