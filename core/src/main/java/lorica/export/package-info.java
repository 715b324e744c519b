/// Adapters in the forms of other programs: a GGUF file for llama.cpp and Ollama, a merged model
/// for whatever reads safetensors.
///
/// In: a [lorica.adapter.LoraAdapter] and the directory of its base model. Out: a directory, whole
/// or not at all. Start at [lorica.export.GgufExport] and [lorica.export.MergedExport]. Never
/// changes an adapter or a base model, and drops nothing silently. Source: llama.cpp,
/// `convert_lora_to_gguf.py`; the GGUF description of ggml; PEFT's `merge_and_unload`.
@NullMarked
package lorica.export;

import org.jspecify.annotations.NullMarked;
