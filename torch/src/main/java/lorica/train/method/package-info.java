/// The fine-tuning methods as finished data: what of each linear map is trained, from what start,
/// and how a chain goes from one link to the next.
///
/// In: nothing. Out: a [lorica.train.method.TrainingMethod] that [lorica.train.Trainer] carries
/// out. Start at [lorica.train.method.MethodName], which picks one by name. Never touches a tensor.
/// Source: *Beyond LoRA: Is Sparsity-Induced Adaptation Better?*, sections 2 and B, appendix C; the
/// page of each method is in docs/methods.
@NullMarked
package lorica.train.method;

import org.jspecify.annotations.NullMarked;
