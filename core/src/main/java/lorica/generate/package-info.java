/// The one room that walks dataset → distribution → distance → coefficients → mixture → adapter.
///
/// In: a dataset file and a bank. Out: a PEFT directory with provenance. Start at
/// [lorica.generate.Generator]. Composes; holds no formula.
@NullMarked
package lorica.generate;

import org.jspecify.annotations.NullMarked;
