/// Fuzz targets of the readers that files of strangers meet; `core/fuzz.sh` runs them, and the
/// seeds are read by every build. Start at [lorica.fuzz.FuzzedReader].
@NullMarked
package lorica.fuzz;

import org.jspecify.annotations.NullMarked;
