/// A dataset file to examples, and examples to the text that an adapter was trained on.
///
/// In: JSONL, JSON, CSV, and Parquet through whoever hands over a
/// [lorica.dataset.RowSource.Opener].
/// Out: [lorica.dataset.Example]s, streamed. Start at [lorica.dataset.Dataset]; a plain file needs
/// only [lorica.dataset.ExampleReader]. What the columns mean: [lorica.dataset.ColumnShape].
/// Knows nothing of tokens; repairs nothing.
@NullMarked
package lorica.dataset;

import org.jspecify.annotations.NullMarked;
