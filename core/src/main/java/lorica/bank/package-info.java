/// A bank: the ordered entries (adapter and dataset) of one base model, and a store of
/// checksummed blobs.
///
/// In: directories of adapters and datasets. Out: entries and opaque blobs that other rooms
/// computed. Start at [lorica.bank.Bank]. Lists, never computes.
@NullMarked
package lorica.bank;

import org.jspecify.annotations.NullMarked;
