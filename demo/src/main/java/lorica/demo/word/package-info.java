/// The words of the demo, by kind.
///
/// In: WordNet 3.1. Out: a [lorica.demo.word.Lexicon]. Never: draws questions.
@NullMarked
package lorica.demo.word;

import org.jspecify.annotations.NullMarked;
