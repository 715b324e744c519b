package lorica.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.storage.WholeDirectory;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;

/// What a training leaves behind: a PEFT directory or a model directory, with `training.json`.
final class TrainedFiles {
    private static final String PREFIX = "base_model.model.";

    /// Files that a tokenizer may have beside it.
    private static final List<String> COMPANIONS =
            List.of("tokenizer_config.json", "special_tokens_map.json");

    private TrainedFiles() {}

    /// Writes the directory whole or not at all.
    static void write(TrainingTask task, TrainingOptions options, Training training)
            throws IOException {
        training.takeBest();
        try (WholeDirectory whole = WholeDirectory.stage(task.output(), task.existing())) {
            Path staging = whole.staging();
            switch (options.method()) {
                case TrainingMethod.Lora lora -> writeAdapter(task, lora, training, staging);
                case TrainingMethod.Full _ -> writeModel(task, staging);
            }
            Files.writeString(
                    staging.resolve(Provenance.NAME),
                    Provenance.render(task, options, training.state()),
                    UTF_8);
            whole.commit();
        }
    }

    private static void writeModel(TrainingTask task, Path staging) throws IOException {
        task.model().save(staging, Map.of("format", "pt"));
        Files.copy(task.tokenizer(), staging.resolve("tokenizer.json"));
        for (String name : COMPANIONS) {
            Path file = task.tokenizer().resolveSibling(name);
            if (Files.exists(file)) {
                Files.copy(file, staging.resolve(name));
            }
        }
    }

    private static void writeAdapter(
            TrainingTask task, TrainingMethod.Lora lora, Training training, Path staging)
            throws IOException {
        PeftDirectory.writeConfig(
                staging,
                new LoraConfig(
                        task.baseModel(),
                        Optional.empty(),
                        Optional.of("CAUSAL_LM"),
                        lora.rank(),
                        lora.alpha(),
                        lora.scaling(),
                        lora.dropout(),
                        false,
                        new TargetModules.Listed(lora.targets()),
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>()));
        List<String> modules = Training.targets(task.model(), lora).stream().sorted().toList();
        List<TensorSpec> specs = new ArrayList<>();
        for (String module : modules) {
            NativeTensor a = training.parameters().parameter(Training.nameA(module));
            NativeTensor b = training.parameters().parameter(Training.nameB(module));
            specs.addAll(
                    PeftDirectory.specs(
                            PREFIX + module,
                            Dtype.F32,
                            lora.rank(),
                            Math.toIntExact(a.extent(1)),
                            Math.toIntExact(b.extent(0))));
        }
        try (SafetensorsWriter writer = PeftDirectory.createWeights(staging, specs)) {
            for (String module : modules) {
                write(
                        writer,
                        PeftDirectory.keyA(PREFIX + module),
                        training,
                        Training.nameA(module));
                write(
                        writer,
                        PeftDirectory.keyB(PREFIX + module),
                        training,
                        Training.nameB(module));
            }
        }
    }

    private static void write(
            SafetensorsWriter writer, String key, Training training, String parameter)
            throws IOException {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            writer.write(key, training.parameters().parameter(parameter).toFloats());
        }
    }
}
