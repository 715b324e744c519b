/// The demo: a small world of tasks, and what builds its base model and bank.
///
/// In: words of WordNet 3.1, a seed. Out: datasets, a tokenizer, the base model's training
/// rows, and the packed result that the repository carries. Start at
/// [lorica.demo.build.DemoBuild]. Never: trains or runs a model.
@NullMarked
package lorica.demo;

import org.jspecify.annotations.NullMarked;
