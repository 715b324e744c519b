/// Files and directories that are written whole or not at all, and their checksums.
///
/// In: bytes. Out: a finished file, durable on disk, or nothing. Start at
/// [lorica.storage.WholeFile]. Knows nothing of what it stores. What strangers wrote is read by
/// [lorica.storage.SmallFile] where it is read whole, and [lorica.storage.JsonFault] says what is
/// wrong with it.
@NullMarked
package lorica.storage;

import org.jspecify.annotations.NullMarked;
