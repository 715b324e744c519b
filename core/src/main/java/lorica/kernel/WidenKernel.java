package lorica.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Stored weights widened: `out[o + i] = x[i]`, `0 ≤ i < n`, exact for every dtype.
///
/// Offsets into `bytes` are in bytes and need not be aligned. Callers check shapes; kernels do not.
/// From bytes to `float` there is no vector form: the copy and the two conversions are single
/// instructions, and the reading is bound by memory.
public final class WidenKernel {
    private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> F32 =
            VectorSpecies.of(float.class, VectorShape.forBitSize(F64.vectorBitSize() / 2));

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

    /// Reference of [#scaled].
    static void scaledScalar(double a, float[] x, int xo, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = a * x[xo + i];
        }
    }

    /// `out[o + i] = a·x[xo + i]` in `double`.
    public static void scaled(double a, float[] x, int xo, double[] out, int o, int n) {
        int i = 0;
        for (int bound = F64.loopBound(n); i < bound; i += F64.length()) {
            ((DoubleVector)
                            FloatVector.fromArray(F32, x, xo + i)
                                    .convertShape(VectorOperators.F2D, F64, 0))
                    .mul(a)
                    .intoArray(out, o + i);
        }
        scaledScalar(a, x, xo + i, out, o + i, n - i);
    }
}
