/// Tensors in safetensors files: dtype, shape, mapped bytes in, bytes out. Start at
/// [lorica.tensor.SafetensorsFile].
///
/// The only room that maps files. It knows nothing of adapters or models.
@NullMarked
package lorica.tensor;

import org.jspecify.annotations.NullMarked;
