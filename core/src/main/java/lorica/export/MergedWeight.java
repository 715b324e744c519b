package lorica.export;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import lorica.adapter.LoraFactors;
import lorica.kernel.ProductKernel;
import lorica.kernel.WidenKernel;
import lorica.storage.Parallel;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Tensor;

/// One weight with an adapter's update added, block of rows by block of rows.
///
/// ```
/// W'[i, t] = W[i, t] + Σₖ s·B[i, k]·A[k, t]     W [out, in]
/// W'[i, t] = W[i, t] + Σₖ s·A[k, i]·B[t, k]     W [in, out], where fan_in_fan_out says so
/// ```
///
/// Summed in `double` in the order of k, then rounded to F32; the writer rounds to the weight's own
/// dtype. Rows do not depend on each other, so the bytes do not depend on the number of threads.
final class MergedWeight implements SafetensorsWriter.Pieces {
    /// Elements of a block: 8 MiB as `double`.
    private static final int BLOCK = 1 << 20;

    private final Tensor weight;
    private final int threads;
    private final int rows;
    private final int width;
    private final int rank;

    /// `[r, rows]`, times the scaling.
    private final double[] left;

    /// `[r, width]`.
    private final double[] right;

    private final Deque<float[]> ready = new ArrayDeque<>();
    private int next;

    private MergedWeight(Tensor weight, int threads, int rank, double[] left, double[] right) {
        this.weight = weight;
        this.threads = threads;
        this.rank = rank;
        this.left = left;
        this.right = right;
        rows = left.length / rank;
        width = right.length / rank;
    }

    static MergedWeight of(Tensor weight, LoraFactors factors, boolean transposed, int threads) {
        int r = factors.rank();
        float[] a = factors.a().toFiniteFloats();
        float[] b = transposed(factors.b().toFiniteFloats(), r);
        return transposed
                ? new MergedWeight(weight, threads, r, scaled(factors.scaling(), a), scaled(1, b))
                : new MergedWeight(weight, threads, r, scaled(factors.scaling(), b), scaled(1, a));
    }

    /// B `[out, r]` as `[r, out]`.
    private static float[] transposed(float[] b, int r) {
        int out = b.length / r;
        float[] turned = new float[b.length];
        for (int i = 0; i < out; i++) {
            for (int k = 0; k < r; k++) {
                turned[k * out + i] = b[i * r + k];
            }
        }
        return turned;
    }

    private static double[] scaled(double factor, float[] values) {
        double[] scaled = new double[values.length];
        WidenKernel.scaled(factor, values, 0, scaled, 0, values.length);
        return scaled;
    }

    @Override
    public float[] next() throws IOException {
        if (ready.isEmpty()) {
            int length = Math.max(1, BLOCK / width);
            List<Integer> starts = new ArrayList<>();
            while (next < rows && starts.size() < threads) {
                starts.add(next);
                next += Math.min(length, rows - next);
            }
            ready.addAll(
                    Parallel.map(
                            starts,
                            threads,
                            start -> block(start, Math.min(length, rows - start))));
        }
        return ready.isEmpty() ? new float[0] : ready.removeFirst();
    }

    private float[] block(int start, int length) {
        float[] block = weight.toFloats((long) start * width, length * width);
        double[] sum = scaled(1, block);
        double[] factors = new double[rank * length];
        for (int k = 0; k < rank; k++) {
            System.arraycopy(left, k * rows + start, factors, k * length, length);
        }
        ProductKernel.combine(sum, 0, width, length, factors, length, right, 0, width, rank, width);
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) sum[i];
        }
        return block;
    }
}
