/// Text to token ids by the base model's own `tokenizer.json`. Start at [lorica.token.Tokenizer].
///
/// The only room that names the tokenizer's native library.
@NullMarked
package lorica.token;

import org.jspecify.annotations.NullMarked;
