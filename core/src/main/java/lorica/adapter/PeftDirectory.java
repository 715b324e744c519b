package lorica.adapter;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lorica.storage.WholeFile;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import lorica.tensor.TensorSpec;

/// The directory that PEFT saves an adapter in: `adapter_config.json` and
/// `adapter_model.safetensors`.
///
/// Keys are `<module>.lora_A.weight` `[r, in]` and `<module>.lora_B.weight` `[out, r]`; the
/// adapter's name (for instance `.default`) between `lora_A` and `weight` is accepted and
/// dropped.
public final class PeftDirectory {
    public static final String WEIGHTS = "adapter_model.safetensors";
    public static final String CONFIG = AdapterConfigFile.NAME;

    private PeftDirectory() {}

    /// Reads the configuration and maps the weights; the tensors stay valid until `arena` closes.
    ///
    /// @throws AdapterException if it is no LoRA adapter or one that Lorica does not take
    public static LoraAdapter read(Path directory, Arena arena) throws IOException {
        LoraConfig config = readConfig(directory);
        Path weights = directory.resolve(WEIGHTS);
        if (!Files.exists(weights)) {
            throw missingWeights(directory, weights);
        }
        Map<String, Tensor> a = new TreeMap<>();
        Map<String, Tensor> b = new TreeMap<>();
        for (Tensor tensor : SafetensorsFile.map(weights, arena).tensors().values()) {
            if (!tensor.dtype().isWeight()) {
                throw new AdapterException(
                        weights, tensor.name(), "F32, F16 or BF16", tensor.dtype().toString());
            }
            Optional<String> ofA = module(tensor.name(), ".lora_A");
            Optional<String> ofB = module(tensor.name(), ".lora_B");
            if (ofA.isPresent()) {
                a.put(ofA.get(), tensor);
            } else if (ofB.isPresent()) {
                b.put(ofB.get(), tensor);
            } else {
                throw new AdapterException(
                        weights,
                        tensor.name(),
                        "a key that ends with .lora_A.weight or .lora_B.weight",
                        "a tensor that Lorica would have to drop");
            }
        }
        TreeMap<String, LoraFactors> modules = new TreeMap<>();
        for (String module : a.keySet()) {
            Tensor down = a.get(module);
            Tensor up = b.remove(module);
            if (down == null || up == null) {
                throw new AdapterException(
                        weights, module, "both lora_A and lora_B", "lora_A only");
            }
            LoraFactors factors = new LoraFactors(module, down, up, config.scalingOf(module));
            if (factors.rank() != config.rankOf(module)) {
                throw new AdapterException(
                        weights,
                        module,
                        "rank %d as in %s".formatted(config.rankOf(module), CONFIG),
                        "rank " + factors.rank());
            }
            modules.put(module, factors);
        }
        if (!b.isEmpty()) {
            throw new AdapterException(
                    weights, b.keySet().iterator().next(), "both lora_A and lora_B", "lora_B only");
        }
        if (modules.isEmpty()) {
            throw new AdapterException(weights, "content", "LoRA factors", "no tensors");
        }
        return new LoraAdapter(directory, config, modules);
    }

    /// Reads the configuration alone.
    public static LoraConfig readConfig(Path directory) throws IOException {
        Path file = directory.resolve(CONFIG);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "expected a PEFT adapter directory, which has this file");
        }
        return AdapterConfigFile.read(file);
    }

    private static AdapterException missingWeights(Path directory, Path weights) {
        Path pickle = directory.resolve("adapter_model.bin");
        if (Files.exists(pickle)) {
            return new AdapterException(
                    pickle,
                    "weights",
                    WEIGHTS
                            + " (a .bin file is a pickle and can run code when read; convert it"
                            + " with PEFT: model.save_pretrained(dir, safe_serialization=True))",
                    "adapter_model.bin");
        }
        return new AdapterException(weights, "weights", "this file", "none");
    }

    private static Optional<String> module(String key, String factor) {
        int at = key.lastIndexOf(factor + ".");
        return at > 0 && key.endsWith(".weight")
                ? Optional.of(key.substring(0, at))
                : Optional.empty();
    }

    /// Announces the two tensors of one module, `A` first.
    public static List<TensorSpec> specs(String module, Dtype dtype, int rank, int in, int out) {
        return List.of(
                new TensorSpec(keyA(module), dtype, Shape.of(rank, in)),
                new TensorSpec(keyB(module), dtype, Shape.of(out, rank)));
    }

    public static String keyA(String module) {
        return module + ".lora_A.weight";
    }

    public static String keyB(String module) {
        return module + ".lora_B.weight";
    }

    /// Writes the configuration into an existing directory.
    public static void writeConfig(Path directory, LoraConfig config) throws IOException {
        WholeFile.write(directory.resolve(CONFIG), AdapterConfigFile.render(config));
    }

    /// Starts the weights file; the tensors are those of [#specs], module by module in sorted
    /// order.
    public static SafetensorsWriter createWeights(Path directory, List<TensorSpec> specs)
            throws IOException {
        return SafetensorsWriter.create(directory.resolve(WEIGHTS), specs, Map.of("format", "pt"));
    }
}
