package lorica.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lorica.kernel.PanelKernel;
import lorica.kernel.RowKernel;
import lorica.kernel.WidenKernel;

/// A named view of one tensor. The bytes belong to the arena that mapped the file; this record
/// owns nothing.
///
/// @param file where it was read from, for error messages
public record Tensor(Path file, String name, Dtype dtype, Shape shape, MemorySegment bytes) {
    /// Elements of a sum that stay in the first cache while all tensors pass.
    private static final int TILE = 4096;

    private static final ValueLayout.OfDouble F64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public Tensor {
        long expected = Math.multiplyExact(shape.size(), dtype.bytes());
        if (bytes.byteSize() != expected) {
            throw new SafetensorsException(
                    file,
                    name,
                    "%d bytes for %s%s".formatted(expected, dtype, shape),
                    bytes.byteSize() + " bytes; the file is damaged: fetch it or save it again");
        }
    }

    /// The elements widened to `float`, exactly, row-major.
    ///
    /// @throws SafetensorsException if the dtype is not F32, F16 or BF16
    public float[] toFloats() {
        return toFloats(0, Math.toIntExact(shape.size()));
    }

    /// `n` elements from element `first`, as [#toFloats].
    public float[] toFloats(long first, int n) {
        float[] out = new float[n];
        long offset = Math.multiplyExact(first, dtype.bytes());
        switch (dtype) {
            case F32 -> WidenKernel.f32(bytes, offset, out, 0, n);
            case F16 -> WidenKernel.f16(bytes, offset, out, 0, n);
            case BF16 -> WidenKernel.bf16(bytes, offset, out, 0, n);
            default ->
                    throw new SafetensorsException(
                            file, name, "F32, F16 or BF16", dtype.toString());
        }
        return out;
    }

    /// The elements widened to `double`, exactly, row-major: F32, F16, BF16 and F64.
    public double[] toDoubles() {
        double[] out = new double[Math.toIntExact(shape.size())];
        if (dtype == Dtype.F64) {
            for (int i = 0; i < out.length; i++) {
                out[i] = bytes.get(F64, (long) i * Double.BYTES);
            }
            return out;
        }
        WidenKernel.scaled(1, toFloats(), 0, out, 0, out.length);
        return out;
    }

    /// As [#toFloats], for weights that arithmetic is done on.
    ///
    /// @throws SafetensorsException if an element is NaN or infinite
    public float[] toFiniteFloats() {
        return toFiniteFloats(0, Math.toIntExact(shape.size()));
    }

    /// `n` elements from element `first`, as [#toFiniteFloats].
    public float[] toFiniteFloats(long first, int n) {
        float[] out = toFloats(first, n);
        int at = RowKernel.firstNonFinite(out, 0, out.length);
        if (at >= 0) {
            throw new SafetensorsException(
                    file,
                    name,
                    "finite weights (an adapter with NaN or Inf is broken: train it again)",
                    "%s at %s".formatted(out[at], shape.indexOf(first + at)));
        }
        return out;
    }

    /// `sum[t] += Σᵢ wᵢ·xᵢ[first + t]`, `0 ≤ t < n`, over tensors of one shape in their order, in
    /// `double` by fused multiply-add.
    ///
    /// Elements are not looked at: one that is not finite makes the sum so.
    ///
    /// @param w one a tensor; those of 0 are left out
    public static void addScaled(
            double[] w, List<Tensor> tensors, long first, double[] sum, int n) {
        for (int at = 0; at < n; at += TILE) {
            addTile(w, tensors, first + at, sum, at, Math.min(TILE, n - at));
        }
    }

    private static void addTile(
            double[] w, List<Tensor> tensors, long first, double[] sum, int at, int n) {
        double[] weights = new double[PanelKernel.ROWS];
        MemorySegment[] rows = new MemorySegment[PanelKernel.ROWS];
        int used = 0;
        for (int i = 0; i < w.length; i++) {
            if (w[i] != 0) {
                weights[used] = w[i];
                rows[used++] = tensors.get(i).stored(first, n);
            }
            boolean last = i == w.length - 1;
            if (used == PanelKernel.ROWS || (last && used > 0)) {
                Arrays.fill(weights, used, PanelKernel.ROWS, 0);
                Arrays.fill(rows, used, PanelKernel.ROWS, rows[0]);
                PanelKernel.addScaled(weights, rows, sum, at, n);
                used = 0;
            }
        }
    }

    /// `n` elements as F32 in memory, its own bytes where it is stored so.
    private MemorySegment stored(long first, int n) {
        return dtype == Dtype.F32
                ? bytes.asSlice(Math.multiplyExact(first, 4), 4L * n)
                : MemorySegment.ofArray(toFloats(first, n));
    }
}
