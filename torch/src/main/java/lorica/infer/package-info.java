/// Prompts to completions by a causal language model.
///
/// In: prompt texts. Out: [lorica.infer.Completion]s, token by token where wanted. Start at
/// [lorica.infer.TextGenerator]. Never scores what it wrote, never changes the model.
@NullMarked
package lorica.infer;

import org.jspecify.annotations.NullMarked;
