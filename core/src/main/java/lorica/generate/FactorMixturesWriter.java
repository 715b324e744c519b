package lorica.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lorica.adapter.PeftDirectory;
import lorica.mixture.FactorMixtures;
import lorica.mixture.ModuleShape;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// Writes many mixtures of the same adapters as PEFT directories' configurations and weights, F32:
/// all files grow together, tensor by tensor, while the bank is read once and the next values are
/// made.
///
/// @param threads that make a tensor of all mixtures, at least 1
public record FactorMixturesWriter(int threads) {
    /// Writes into existing directories, which are the caller's to commit or discard.
    ///
    /// @param directories one a target
    public void write(FactorMixtures mixtures, List<Path> directories) throws IOException {
        if (directories.size() != mixtures.weights().length) {
            throw new IllegalArgumentException(
                    "mixtures: expected one directory a target, %d, found %d"
                            .formatted(mixtures.weights().length, directories.size()));
        }
        List<TensorSpec> specs = new ArrayList<>();
        for (Map.Entry<String, ModuleShape> module : mixtures.plan().modules().entrySet()) {
            ModuleShape shape = module.getValue();
            specs.addAll(
                    PeftDirectory.specs(
                            module.getKey(), Dtype.F32, shape.rank(), shape.in(), shape.out()));
        }
        List<SafetensorsWriter> writers = new ArrayList<>();
        boolean whole = false;
        try {
            for (Path directory : directories) {
                PeftDirectory.writeConfig(directory, mixtures.plan().config());
                writers.add(PeftDirectory.createWeights(directory, specs));
            }
            mixtures.each(
                    threads,
                    (key, first, n, values) -> {
                        for (int k = 0; k < values.length; k++) {
                            writers.get(k).append(key, values[k], n);
                        }
                    });
            whole = true;
        } finally {
            close(writers, whole);
        }
    }

    /// A writer that is closed early complains of what is missing: noise where another failure is
    /// already on its way.
    private static void close(List<SafetensorsWriter> writers, boolean whole) throws IOException {
        for (SafetensorsWriter writer : writers) {
            try {
                writer.close();
            } catch (IOException | RuntimeException e) {
                if (whole) {
                    throw e;
                }
            }
        }
    }
}
