package lorica.bank;

import java.nio.file.Path;

/// A blob that was not trusted.
///
/// @param file where it was; it now lies beside, with the ending `.damaged`, unless the bank cannot
///     be written
/// @param fault what was expected and what was found
public record DamagedBlob(Path file, String fault) {}
