package lorica.adapter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.Tensor;

/// The tensors of a weights file sorted into A and B by module, and what lies beside them.
///
/// Refused by name: DoRA magnitudes, embedding adapters, biases of B, a module with one factor
/// only or with two adapters, and dtypes that no arithmetic is done on.
record AdapterTensors(
        Path file,
        SortedMap<String, Tensor> a,
        SortedMap<String, Tensor> b,
        SortedMap<String, Tensor> beside) {
    private static final Pattern FACTOR =
            Pattern.compile("(.+)\\.lora_([AB])(?:\\.([^.]+))?\\.weight");

    static AdapterTensors of(SafetensorsFile weights) {
        AdapterTensors tensors =
                new AdapterTensors(
                        weights.path(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (Tensor tensor : weights.tensors().values()) {
            tensors.sort(tensor);
        }
        tensors.requirePairs();
        return tensors;
    }

    private void sort(Tensor tensor) {
        String key = tensor.name();
        refuse(key, "lora_magnitude_vector", "a plain LoRA adapter (merge DoRA with PEFT first)");
        refuse(key, ".lora_embedding_", "no adapter of an embedding (Lorica does not mix these)");
        refuse(key, ".lora_B.bias", "an adapter without bias on B");
        Matcher factor = FACTOR.matcher(key);
        if (!factor.matches()) {
            beside.put(key, tensor);
            return;
        }
        if (!tensor.dtype().isWeight()) {
            throw new AdapterException(
                    file, key, "F32, F16 or BF16 (convert the adapter)", tensor.dtype().toString());
        }
        Tensor other = (factor.group(2).equals("A") ? a : b).putIfAbsent(factor.group(1), tensor);
        if (other != null) {
            throw new AdapterException(
                    file, factor.group(1), "one adapter", other.name() + " and " + key);
        }
    }

    private void refuse(String key, String part, String expected) {
        if (key.contains(part)) {
            throw new AdapterException(file, key, expected, "this key");
        }
    }

    private void requirePairs() {
        List<String> missing = new ArrayList<>();
        for (String module : a.keySet()) {
            if (!b.containsKey(module)) {
                missing.add(PeftDirectory.keyB(module));
            }
        }
        for (String module : b.keySet()) {
            if (!a.containsKey(module)) {
                missing.add(PeftDirectory.keyA(module));
            }
        }
        if (!missing.isEmpty()) {
            throw new AdapterException(
                    file,
                    "keys",
                    "lora_A and lora_B of every module (save the adapter again)",
                    "missing " + listed(missing));
        }
        if (a.isEmpty()) {
            throw new AdapterException(
                    file,
                    "keys",
                    "lora_A and lora_B of at least one module",
                    beside.isEmpty() ? "no tensors" : listed(beside.keySet()));
        }
    }

    Tensor a(String module) {
        return required(a, module);
    }

    Tensor b(String module) {
        return required(b, module);
    }

    private static Tensor required(SortedMap<String, Tensor> factors, String module) {
        Tensor tensor = factors.get(module);
        if (tensor == null) {
            throw new IllegalStateException("pairs were checked, and yet not " + module);
        }
        return tensor;
    }

    /// The first five keys and how many more there are.
    static String listed(Collection<String> keys) {
        String first = String.join(", ", keys.stream().limit(5).toList());
        return keys.size() <= 5 ? first : "%s and %d more".formatted(first, keys.size() - 5);
    }
}
