package lorica.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import lorica.kernel.WidenKernel;

/// A named view of one tensor. The bytes belong to the arena that mapped the file; this record
/// owns nothing.
///
/// @param file where it was read from, for error messages
public record Tensor(Path file, String name, Dtype dtype, Shape shape, MemorySegment bytes) {
    public Tensor {
        long expected = Math.multiplyExact(shape.size(), dtype.bytes());
        if (bytes.byteSize() != expected) {
            throw new SafetensorsException(
                    file,
                    name,
                    "%d bytes for %s%s".formatted(expected, dtype, shape),
                    bytes.byteSize() + " bytes");
        }
    }

    /// The elements widened to `double`, exactly, row-major.
    ///
    /// @throws SafetensorsException if the dtype is not F32, F16 or BF16
    public double[] toDoubles() {
        double[] out = new double[Math.toIntExact(shape.size())];
        switch (dtype) {
            case F32 -> WidenKernel.f32(bytes, 0, out, 0, out.length);
            case F16 -> WidenKernel.f16(bytes, 0, out, 0, out.length);
            case BF16 -> WidenKernel.bf16(bytes, 0, out, 0, out.length);
            default ->
                    throw new SafetensorsException(
                            file, name, "F32, F16 or BF16", dtype.toString());
        }
        return out;
    }
}
