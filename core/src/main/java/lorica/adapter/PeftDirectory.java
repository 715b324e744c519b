package lorica.adapter;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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

    /// What PEFT puts before the names of the base model's modules.
    private static final String PREFIX = "base_model.model.";

    private PeftDirectory() {}

    /// Reads the configuration and maps the weights; the tensors stay valid until `arena` closes.
    ///
    /// @throws AdapterException if it is no LoRA adapter or one that a mixture cannot take
    public static LoraAdapter read(Path directory, Arena arena) throws IOException {
        LoraAdapter adapter = readWhole(directory, arena);
        if (!adapter.beside().isEmpty()) {
            throw new AdapterException(
                    directory.resolve(WEIGHTS),
                    "keys",
                    "lora_A and lora_B only (a mixture would drop what lies beside them)",
                    AdapterTensors.listed(adapter.beside().keySet()));
        }
        return adapter;
    }

    /// As [#read], and keeps whole tensors beside the factors, such as a classifier's head: for
    /// copying, not for mixing.
    public static LoraAdapter readWhole(Path directory, Arena arena) throws IOException {
        Path file = configFile(directory);
        AdapterConfigFile.Content content = AdapterConfigFile.read(file);
        Path weights = directory.resolve(WEIGHTS);
        if (!Files.exists(weights)) {
            throw missingWeights(directory, weights);
        }
        AdapterTensors tensors = AdapterTensors.of(SafetensorsFile.map(weights, arena));
        LoraConfig config = content.config();
        TreeMap<String, LoraFactors> modules = new TreeMap<>();
        try {
            for (String module : tensors.a().keySet()) {
                modules.put(module, factors(module, tensors, config));
            }
        } catch (IllegalArgumentException e) {
            throw new AdapterException(
                    file,
                    "rank_pattern and alpha_pattern",
                    "patterns that match quickly",
                    String.valueOf(e.getMessage()));
        }
        if (content.restricted()) {
            config = config.withTargetModules(wholeNames(modules.keySet()));
        }
        return new LoraAdapter(directory, config, modules, tensors.beside());
    }

    private static LoraFactors factors(String module, AdapterTensors tensors, LoraConfig config) {
        Tensor a = tensors.a(module);
        LoraFactors factors =
                new LoraFactors(module, a, tensors.b(module), config.scalingOf(module));
        if (factors.rank() != config.rankOf(module)) {
            throw new AdapterException(
                    a.file(),
                    module,
                    "rank %d as in %s".formatted(config.rankOf(module), CONFIG),
                    "rank " + factors.rank());
        }
        return factors;
    }

    /// Modules by their names in the base model: what a mixture lists that cannot say it shorter.
    public static TargetModules.Listed wholeNames(Collection<String> modules) {
        return new TargetModules.Listed(modules.stream().map(PeftDirectory::moduleName).toList());
    }

    /// The base model's name of an adapter's module.
    public static String moduleName(String ofAdapter) {
        return ofAdapter.startsWith(PREFIX) ? ofAdapter.substring(PREFIX.length()) : ofAdapter;
    }

    /// Writes an adapter into an existing directory: its configuration, and its tensors byte for
    /// byte, sorted by key.
    public static void write(LoraAdapter adapter, Path directory) throws IOException {
        SortedMap<String, Tensor> tensors = new TreeMap<>(adapter.beside());
        for (LoraFactors factors : adapter.modules().values()) {
            tensors.put(keyA(factors.module()), factors.a());
            tensors.put(keyB(factors.module()), factors.b());
        }
        List<TensorSpec> specs = new ArrayList<>();
        tensors.forEach(
                (key, tensor) -> specs.add(new TensorSpec(key, tensor.dtype(), tensor.shape())));
        writeConfig(directory, adapter.config());
        try (SafetensorsWriter writer = createWeights(directory, specs)) {
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
                writer.write(tensor.getKey(), tensor.getValue().bytes());
            }
        }
    }

    /// Reads the configuration alone.
    public static LoraConfig readConfig(Path directory) throws IOException {
        return AdapterConfigFile.read(configFile(directory)).config();
    }

    private static Path configFile(Path directory) throws NoSuchFileException {
        Path file = directory.resolve(CONFIG);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "expected a PEFT adapter directory, which has this file");
        }
        return file;
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
        return new AdapterException(
                weights,
                "weights",
                "this file (save the adapter again with PEFT: model.save_pretrained(dir))",
                "none");
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
