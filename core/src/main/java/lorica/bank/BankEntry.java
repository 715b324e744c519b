package lorica.bank;

import java.nio.file.Path;
import java.util.Optional;

/// One pair of a bank: an adapter and the dataset it was trained on.
///
/// @param id unique in the bank; the name of a folder
/// @param adapter the PEFT directory, absolute or relative to the bank
/// @param weights its weights file, with checksum
/// @param dataset absent when only the adapter is known: the entry is listed and not usable
public record BankEntry(
        String id, Path adapter, FileReference weights, Optional<FileReference> dataset) {}
