/// A bank: the ordered entries (adapter and dataset) of one base model, and a store of
/// checksummed blobs.
///
/// In: directories of adapters and datasets. Out: entries and opaque blobs that other rooms
/// computed. Start at [lorica.bank.Bank] to read, [lorica.bank.BankWriter] to change,
/// [lorica.bank.BankCreation] to make one, [lorica.bank.StatedBank] to hand one on. Lists, never
/// computes.
///
/// More than a dozen public types: most are records of one file, `bank.json`, and of one search
/// for entries.
@NullMarked
package lorica.bank;

import org.jspecify.annotations.NullMarked;
