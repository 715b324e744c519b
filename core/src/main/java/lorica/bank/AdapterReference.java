package lorica.bank;

import java.nio.file.Path;

/// The adapter of an entry, as it was when it was added.
///
/// @param directory the PEFT directory, absolute or relative to the bank
/// @param weights its weights file
/// @param config its configuration file
public record AdapterReference(
        Path directory, FileReference weights, FileReference config, AdapterShape shape) {}
