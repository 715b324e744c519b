/// Robust alignment of many matrix-valued updates: what most of them share, and which ones are
/// contaminated.
///
/// In: updates by module and client ([lorica.align.Blocks]: arrays, files of tensors, or a bank's
/// factors). Out: a shared subspace, the contaminated clients with their scores, refined updates.
/// Start at [lorica.align.Alignment]; [lorica.align.SharedSubspace] is its one-module part and
/// [lorica.align.OutlierPursuit] the convex programme in it. Trains nothing; forms no matrix `[out,
/// in]` of an adapter. Source: Federated LoRA Fine-Tuning for LLMs via Collaborative Alignment
/// (CLAIR), as far as its abstract defines it; docs/methods/robust-alignment.md says what is ours.
@NullMarked
package lorica.align;

import org.jspecify.annotations.NullMarked;
