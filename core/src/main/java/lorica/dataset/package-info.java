/// A dataset file to examples, and examples to the text that an adapter was trained on.
///
/// In: JSONL. Out: [lorica.dataset.Example]s, streamed. Start at [lorica.dataset.ExampleReader].
/// Knows nothing of tokens.
@NullMarked
package lorica.dataset;

import org.jspecify.annotations.NullMarked;
