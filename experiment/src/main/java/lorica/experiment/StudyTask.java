package lorica.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.dataset.Example;
import lorica.storage.Checksum;

/// One entry of the bank under study.
///
/// @param adapter its PEFT directory
/// @param checksum of the adapter: weights and configuration
/// @param test the rows to answer; empty: the entry is a source only
public record StudyTask(
        String id, Optional<String> family, Path adapter, Checksum checksum, List<Example> test) {
    public StudyTask {
        test = List.copyOf(test);
    }
}
