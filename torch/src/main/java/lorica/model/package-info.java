/// A causal language model of the Llama/Mistral family, with adapters applied.
///
/// In: a Hugging Face model directory (`config.json`, one or sharded safetensors) and LoRA
/// adapters. Out: hidden states and logits of token ids. Start at
/// [lorica.model.CausalLanguageModel]. Never reads text, never trains, never decides on the next
/// token. Source: Touvron et al. 2023; Jiang et al. 2023; the file layout of `transformers`.
@NullMarked
package lorica.model;

import org.jspecify.annotations.NullMarked;
