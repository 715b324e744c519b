package lorica.adapter;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.tensor.Tensor;

/// A LoRA adapter: its configuration and the factors of every module it changes, by module name.
///
/// Module names are those of the file without the suffix `.lora_A.weight`, for instance
/// `base_model.model.model.layers.0.self_attn.q_proj`.
///
/// @param beside whole tensors that the file holds beside the factors, by key, for instance a
///     classifier's head; empty for every adapter that can be mixed
public record LoraAdapter(
        Path directory,
        LoraConfig config,
        SortedMap<String, LoraFactors> modules,
        SortedMap<String, Tensor> beside) {
    public LoraAdapter {
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
        beside = Collections.unmodifiableSortedMap(new TreeMap<>(beside));
    }

    /// An adapter of factors alone.
    public LoraAdapter(Path directory, LoraConfig config, SortedMap<String, LoraFactors> modules) {
        this(directory, config, modules, new TreeMap<>());
    }
}
