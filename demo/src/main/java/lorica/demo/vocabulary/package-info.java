/// A small trainer of byte-level BPE vocabularies and the files that carry them.
///
/// In: texts. Out: `tokenizer.json`. Never: encodes (that is the room token). Source: Sennrich
/// et al. (2016).
@NullMarked
package lorica.demo.vocabulary;

import org.jspecify.annotations.NullMarked;
