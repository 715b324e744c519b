package lorica.export;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import lorica.storage.WholeFile;
import lorica.tensor.Dtype;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import lorica.tensor.TensorSpec;

/// An adapter as llama.cpp and Ollama read it: `<name>-lora-<dtype>.gguf` and a `Modelfile`.
///
/// llama.cpp knows one α for the whole adapter and computes α/r with each module's own rank:
///
/// ```
/// α = s·r of most modules     (rsLoRA's s = α/√r becomes α·√r)
/// B of a module with another s·r is multiplied by s·r/α
/// ```
///
/// Refused: bases that are no Llama or Mistral, modules that llama.cpp has no adapter of, another
/// base's extents, an α of 0 (which llama.cpp reads as a scaling of 1), transposed maps.
///
/// @param dtype of the weights written: F32 or F16
/// @param from what `FROM` of the Modelfile names
public record GgufExport(Dtype dtype, String from) {
    public GgufExport {
        if (dtype != Dtype.F32 && dtype != Dtype.F16) {
            throw new IllegalArgumentException("dtype: expected f32 or f16, found " + dtype);
        }
        if (from.isBlank() || from.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "from: expected one line of text, found '%s'".formatted(from));
        }
    }

    /// What was written.
    ///
    /// @param file the GGUF file
    /// @param alpha as llama.cpp reads it
    /// @param rescaled modules whose B was multiplied, because their s·r is not α
    public record Written(Path file, double alpha, int modules, List<String> rescaled) {
        public Written {
            rescaled = List.copyOf(rescaled);
        }
    }

    /// Writes the directory, whole or not at all.
    ///
    /// @param base the base model's directory, of which `config.json` alone is read
    public Written write(Path adapter, Path base, Path out) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            LoraAdapter read = PeftDirectory.read(adapter, arena);
            LlamaBase llama = LlamaBase.read(base);
            Plan plan = Plan.of(read, llama);
            String name = name(adapter);
            String file = "%s-lora-%s.gguf".formatted(name, dtype.name().toLowerCase(Locale.ROOT));
            try (WholeDirectory whole = WholeDirectory.stage(out, Existing.REFUSE)) {
                write(plan, whole.staging().resolve(file), name, read.config());
                WholeFile.write(
                        whole.staging().resolve("Modelfile"),
                        "FROM %s\nADAPTER ./%s\n".formatted(from, file));
                whole.commit();
            }
            return new Written(out.resolve(file), plan.alpha, plan.modules.size(), plan.rescaled());
        }
    }

    /// A name that every file system and every Modelfile takes.
    private static String name(Path adapter) {
        Path last = adapter.toAbsolutePath().normalize().getFileName();
        String plain = String.valueOf(last).replaceAll("[^A-Za-z0-9._-]+", "-");
        return plain.startsWith(".") || plain.startsWith("-") ? "adapter" + plain : plain;
    }

    private void write(Plan plan, Path file, String name, LoraConfig config) throws IOException {
        SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", new GgufValue.Text(LlamaBase.ARCHITECTURE));
        metadata.put("general.type", new GgufValue.Text("adapter"));
        metadata.put("general.name", new GgufValue.Text(name));
        if (!config.baseModel().isEmpty()) {
            metadata.put("general.base_model.count", new GgufValue.Count(1));
            metadata.put("general.base_model.0.name", new GgufValue.Text(config.baseModel()));
        }
        metadata.put("general.alignment", new GgufValue.Count(GgufWriter.ALIGNMENT));
        metadata.put("adapter.type", new GgufValue.Text("lora"));
        metadata.put("adapter.lora.alpha", new GgufValue.Real(plan.alpha));
        List<TensorSpec> specs = new ArrayList<>();
        plan.modules.forEach(
                (module, factors) -> {
                    specs.add(new TensorSpec(nameA(module), dtype, factors.a().shape()));
                    specs.add(
                            new TensorSpec(
                                    nameB(module), dtype, Shape.of(factors.out(), factors.rank())));
                });
        try (GgufWriter writer = GgufWriter.create(file, metadata, specs)) {
            for (Map.Entry<LlamaModule, LoraFactors> entry : plan.modules.entrySet()) {
                LoraFactors factors = entry.getValue();
                float[] a = factors.a().toFiniteFloats();
                writer.write(nameA(entry.getKey()), inRange(factors.a(), a));
                float[] b = inRange(factors.b(), plan.scaled(factors));
                writer.write(
                        nameB(entry.getKey()),
                        entry.getKey().ordered(b, factors.rank(), plan.base));
            }
        }
    }

    private float[] inRange(Tensor tensor, float[] values) {
        for (float value : values) {
            boolean finite =
                    Float.isFinite(
                            dtype == Dtype.F32
                                    ? value
                                    : Float.float16ToFloat(Float.floatToFloat16(value)));
            if (!finite) {
                throw new AdapterException(
                        tensor.file(),
                        tensor.name(),
                        "values within the range of %s (F32 reaches 3.4e38, F16 65504)"
                                .formatted(dtype),
                        value + "; write --dtype f32");
            }
        }
        return values;
    }

    private static String nameA(LlamaModule module) {
        return module.weight() + ".lora_a";
    }

    private static String nameB(LlamaModule module) {
        return module.weight() + ".lora_b";
    }

    /// The modules in the file's order, and the one α that llama.cpp is told.
    private record Plan(LlamaBase base, float alpha, SortedMap<LlamaModule, LoraFactors> modules) {
        static Plan of(LoraAdapter adapter, LlamaBase base) {
            if (adapter.config().fanInFanOut()) {
                throw new AdapterException(
                        adapter.directory().resolve(PeftDirectory.CONFIG),
                        "fan_in_fan_out",
                        "false: the maps of a Llama are not transposed",
                        "true");
            }
            SortedMap<LlamaModule, LoraFactors> modules =
                    new TreeMap<>(
                            Comparator.comparingInt(LlamaModule::layer)
                                    .thenComparing(LlamaModule::map));
            Map<Float, Integer> votes = new TreeMap<>();
            for (LoraFactors factors : adapter.modules().values()) {
                modules.put(LlamaModule.of(adapter.directory(), factors, base), factors);
                votes.merge(alpha(factors), 1, Integer::sum);
            }
            float alpha =
                    votes.entrySet().stream()
                            .filter(vote -> vote.getKey() != 0)
                            .max(Map.Entry.comparingByValue())
                            .orElseThrow(
                                    () ->
                                            new AdapterException(
                                                    adapter.directory()
                                                            .resolve(PeftDirectory.CONFIG),
                                                    "lora_alpha",
                                                    "another number than 0, which llama.cpp reads as a scaling of 1",
                                                    "0"))
                            .getKey();
            return new Plan(base, alpha, modules);
        }

        private static float alpha(LoraFactors factors) {
            return (float) (factors.scaling() * factors.rank());
        }

        /// B, times what the one α does not say.
        float[] scaled(LoraFactors factors) {
            float[] b = factors.b().toFiniteFloats();
            if (alpha(factors) == alpha) {
                return b;
            }
            double ratio = factors.scaling() * factors.rank() / alpha;
            for (int i = 0; i < b.length; i++) {
                b[i] = (float) (ratio * b[i]);
            }
            return b;
        }

        List<String> rescaled() {
            return modules.values().stream()
                    .filter(factors -> alpha(factors) != alpha)
                    .map(LoraFactors::module)
                    .toList();
        }
    }
}
