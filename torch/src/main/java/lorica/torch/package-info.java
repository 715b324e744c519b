/// The binding to libtorch: tensors in native memory, their operations, and their lifetime.
///
/// In: Java arrays and mapped tensors. Out: Java arrays. Start at [lorica.torch.NativeTensor] and
/// [lorica.torch.NativeScope]. The only room that names a type of the native library; it knows
/// nothing of models. Source: PyTorch's C++ interface through `org.bytedeco:pytorch`.
@NullMarked
package lorica.torch;

import org.jspecify.annotations.NullMarked;
