/// LoRA adapters: configuration, factors, and the PEFT directory they live in.
///
/// In: a PEFT directory. Out: a [lorica.adapter.LoraAdapter] of mapped tensors, or such a
/// directory written. Start at [lorica.adapter.PeftDirectory]. Does no arithmetic on weights.
@NullMarked
package lorica.adapter;

import org.jspecify.annotations.NullMarked;
