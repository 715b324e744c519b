/// A dataset as a probability distribution over token ids.
///
/// In: a dataset file, a tokenizer, how texts are joined. Out: [lorica.distribution.TokenCounts],
/// then [lorica.distribution.TokenDistribution]. Start at [lorica.distribution.Tokenization].
/// Measures no distance.
@NullMarked
package lorica.distribution;

import org.jspecify.annotations.NullMarked;
