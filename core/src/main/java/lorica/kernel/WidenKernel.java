package lorica.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Stored weights widened: `out[o + i] = x[i]`, `0 ≤ i < n`, exact for every dtype.
///
/// Offsets into `bytes` are in bytes and need not be aligned. Callers check shapes; kernels do not.
/// No vector forms by hand: the copy and the two conversions are single instructions, reading is
/// bound by memory, and what the compiler makes of the loops is as quick (docs/results/kernels.md).
public final class WidenKernel {
    static final ValueLayout.OfFloat F32_LE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16_LE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private WidenKernel() {}

    public static void f32(MemorySegment bytes, long offset, float[] out, int o, int n) {
        MemorySegment.copy(bytes, F32_LE, offset, out, o, n);
    }

    public static void f16(MemorySegment bytes, long offset, float[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Float.float16ToFloat(bytes.get(I16_LE, offset + 2L * i));
        }
    }

    public static void bf16(MemorySegment bytes, long offset, float[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = Float.intBitsToFloat(bytes.get(I16_LE, offset + 2L * i) << 16);
        }
    }

    /// `out[o + i] = a·x[xo + i]` in `double`.
    public static void scaled(double a, float[] x, int xo, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = a * x[xo + i];
        }
    }
}
