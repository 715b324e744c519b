package lorica.bank;

import java.nio.file.Path;
import lorica.storage.Checksum;

/// A file that a bank refers to, as it was when it was added.
///
/// @param path absolute, or relative to the bank's directory when the bank holds a copy
public record FileReference(Path path, long bytes, Checksum checksum) {}
