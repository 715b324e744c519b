/// Files and directories that are written whole or not at all, and their checksums.
///
/// In: bytes. Out: a finished file, durable on disk, or nothing. Start at
/// [lorica.storage.WholeFile]. Knows nothing of what it stores.
@NullMarked
package lorica.storage;

import org.jspecify.annotations.NullMarked;
