package lorica.train;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import lorica.storage.Checksum;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import lorica.tensor.TensorSpec;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;

/// The file that a killed training resumes from: `<output>.resume.safetensors`.
///
/// F32 vectors of the trained parameters' length: `values`, `first`, `second`, with validation
/// `best`, and for each
/// link of a chain that has ended its final values, `link.0`, `link.1`, …. Metadata:
/// `fingerprint` (of the options, the data and the base; another training's file is refused),
/// `step`, `best_step`, `best_loss` (absent before the first validation), `stale`.
record Checkpoint(Path file, Checksum fingerprint) {
    static Checkpoint beside(Path output, Checksum fingerprint) {
        Path absolute = output.toAbsolutePath().normalize();
        return new Checkpoint(
                absolute.resolveSibling(absolute.getFileName() + ".resume.safetensors"),
                fingerprint);
    }

    private static SequencedMap<String, NativeTensor> tensors(Training training) {
        SequencedMap<String, NativeTensor> tensors = new LinkedHashMap<>();
        tensors.put("values", training.parameters().values());
        tensors.put("first", training.adam().first());
        tensors.put("second", training.adam().second());
        if (training.best() != training.parameters().values()) {
            tensors.put("best", training.best());
        }
        return tensors;
    }

    /// Writes the whole state, or leaves the file as it was.
    void write(Training training) throws IOException {
        TrainingState state = training.state();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("fingerprint", fingerprint.hex());
        metadata.put("step", String.valueOf(state.step()));
        metadata.put("best_step", String.valueOf(state.bestStep()));
        metadata.put("stale", String.valueOf(state.stale()));
        state.bestLoss().ifPresent(loss -> metadata.put("best_loss", String.valueOf(loss)));
        SequencedMap<String, NativeTensor> tensors = tensors(training);
        int links = training.finishedLinks().size();
        for (int i = 0; i < links; i++) {
            tensors.put(link(i), training.finishedLinks().get(i));
        }
        List<TensorSpec> specs =
                tensors.entrySet().stream()
                        .map(e -> new TensorSpec(e.getKey(), Dtype.F32, e.getValue().shape()))
                        .toList();
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (SafetensorsWriter writer = SafetensorsWriter.create(temporary, specs, metadata)) {
            for (Map.Entry<String, NativeTensor> entry : tensors.entrySet()) {
                try (NativeScope _ = NativeScope.withoutGradients()) {
                    writer.write(entry.getKey(), entry.getValue().toFloats());
                }
            }
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Puts a training in the state of the file; says whether there was one.
    ///
    /// @throws TrainingException if the file is of another training
    boolean restore(Training training) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (Arena arena = Arena.ofShared()) {
            SafetensorsFile stored = SafetensorsFile.map(file, arena);
            String found = stored.metadata().getOrDefault("fingerprint", "none");
            if (!found.equals(fingerprint.hex())) {
                throw new TrainingException(
                        file,
                        "checkpoint",
                        "one of this training, same options, data and base; begin anew with --restart, or choose another -o",
                        "one of another training");
            }
            for (int i = 0; stored.tensors().containsKey(link(i)); i++) {
                try (NativeTensor values = vector(stored, link(i), training)) {
                    training.repeatLink(values);
                }
            }
            for (Map.Entry<String, NativeTensor> entry : tensors(training).entrySet()) {
                try (NativeTensor values = vector(stored, entry.getKey(), training)) {
                    entry.getValue().setInPlace(values);
                }
            }
            training.resume(
                    new TrainingState(
                            number(stored, "step"),
                            number(stored, "best_step"),
                            Optional.ofNullable(stored.metadata().get("best_loss"))
                                    .map(text -> OptionalDouble.of(Double.parseDouble(text)))
                                    .orElse(OptionalDouble.empty()),
                            number(stored, "stale")));
        }
        return true;
    }

    private static String link(int number) {
        return "link." + number;
    }

    private NativeTensor vector(SafetensorsFile stored, String name, Training training) {
        Tensor tensor = stored.tensor(name);
        Shape expected = training.parameters().values().shape();
        if (!tensor.shape().equals(expected)) {
            throw new TrainingException(file, name, "shape " + expected, tensor.shape().toString());
        }
        return NativeTensor.mapped(tensor);
    }

    private int number(SafetensorsFile stored, String name) {
        String text = stored.metadata().getOrDefault(name, "");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TrainingException(file, name, "an integer", "'" + text + "'");
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
