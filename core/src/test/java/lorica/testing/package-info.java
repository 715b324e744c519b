/// What tests of several modules share: a toy bank, the finder of shared files.
@NullMarked
package lorica.testing;

import org.jspecify.annotations.NullMarked;
