package lorica.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Stored weights widened to `double`: `out[o + i] = x[i]`, `0 ≤ i < n`, exact for every dtype.
///
/// Offsets into `bytes` are in bytes and need not be aligned. Callers check shapes; kernels do not.
public final class WidenKernel {
    private static final ValueLayout.OfFloat F32_LE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16_LE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private WidenKernel() {}

    public static void f32(MemorySegment bytes, long offset, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = bytes.get(F32_LE, offset + 4L * i);
        }
    }

    public static void f16(MemorySegment bytes, long offset, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Float.float16ToFloat(bytes.get(I16_LE, offset + 2L * i));
        }
    }

    public static void bf16(MemorySegment bytes, long offset, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Float.intBitsToFloat(bytes.get(I16_LE, offset + 2L * i) << 16);
        }
    }
}
