package lorica.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lorica.storage.WholeDirectory;

/// What a training leaves behind: a PEFT directory or a model directory, with `training.json`.
final class TrainedFiles {
    /// Files that a tokenizer may have beside it.
    private static final List<String> COMPANIONS =
            List.of("tokenizer_config.json", "special_tokens_map.json");

    private TrainedFiles() {}

    /// Writes the directory whole or not at all; what a truncated adapter leaves out.
    static OptionalDouble write(TrainingTask task, TrainingOptions options, Training training)
            throws IOException {
        training.takeBest();
        try (WholeDirectory whole = WholeDirectory.stage(task.output(), task.existing())) {
            Path staging = whole.staging();
            OptionalDouble error =
                    switch (training.adapted()) {
                        case AdaptedWeights _ -> writeModel(task, staging);
                        case AdaptedModules modules -> write(task, modules, staging);
                    };
            Files.writeString(
                    staging.resolve(Provenance.NAME),
                    Provenance.render(task, options, training.state()),
                    UTF_8);
            whole.commit();
            return error;
        }
    }

    private static OptionalDouble write(TrainingTask task, AdaptedModules modules, Path staging)
            throws IOException {
        return switch (task.export()) {
            case Export.Merged _ -> {
                modules.merge();
                yield writeModel(task, staging);
            }
            case Export.Exact _ ->
                    new AdapterExport(task.baseModel(), modules).write(staging, Integer.MAX_VALUE);
            case Export.Truncated truncated ->
                    new AdapterExport(task.baseModel(), modules).write(staging, truncated.rank());
        };
    }

    private static OptionalDouble writeModel(TrainingTask task, Path staging) throws IOException {
        task.model().save(staging, Map.of("format", "pt"));
        Files.copy(task.tokenizer(), staging.resolve("tokenizer.json"));
        for (String name : COMPANIONS) {
            Path file = task.tokenizer().resolveSibling(name);
            if (Files.exists(file)) {
                Files.copy(file, staging.resolve(name));
            }
        }
        return OptionalDouble.empty();
    }
}
