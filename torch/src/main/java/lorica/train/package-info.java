/// Training of causal language models on the CPU: LoRA, full fine-tuning, and from random weights
/// by the same code.
///
/// In: a model and rows of a dataset. Out: a PEFT adapter directory or a model directory, whole or
/// not at all, with its provenance; of a bank's examples also what a model's linear maps are given
/// ([lorica.train.ActivationMoments]). Start at [lorica.train.Trainer]. Never scores texts, never
/// chooses a dataset. Source: Hu et al. 2021 (LoRA); Kingma and Ba 2015 (Adam); Loshchilov and
/// Hutter 2019 (decoupled weight decay).
@NullMarked
package lorica.train;

import org.jspecify.annotations.NullMarked;
