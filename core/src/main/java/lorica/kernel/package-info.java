/// Loops over segments and arrays: primitive arguments, no allocation, no exceptions, no word of
/// the domain.
///
/// Callers check shapes; a kernel does not. Each fast loop has its scalar twin in the same file.
@NullMarked
package lorica.kernel;

import org.jspecify.annotations.NullMarked;
