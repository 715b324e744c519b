package lorica.adapter;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A LoRA adapter: its configuration and the factors of every module it changes, by module name.
///
/// Module names are those of the file without the suffix `.lora_A.weight`, for instance
/// `base_model.model.model.layers.0.self_attn.q_proj`.
public record LoraAdapter(
        Path directory, LoraConfig config, SortedMap<String, LoraFactors> modules) {
    public LoraAdapter {
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    }
}
