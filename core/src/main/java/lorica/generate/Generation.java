package lorica.generate;

import java.nio.file.Path;

/// A finished generation.
///
/// @param directory where the adapter stands
/// @param provenance what it was made from; the same stands in its `lorica.json`
public record Generation(
        Path directory, Recipe recipe, Provenance provenance, Fetch.Fetched fetched) {}
