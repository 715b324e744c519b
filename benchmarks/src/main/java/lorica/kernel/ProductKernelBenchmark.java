package lorica.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [ProductKernel]: [#ROWS] rows by as many, as adapters of rank 16 have.
public class ProductKernelBenchmark extends KernelBenchmark {
    private static final int ROWS = 16;

    /// Row ns of the paper's modules.
    @Param({"1024", "4096"})
    public int n;

    private double[] a = {};
    private double[] b = {};
    private double[] c = {};
    private double[] w = {};
    private float[] narrowA = {};
    private float[] narrowB = {};
    private float[] narrowC = {};
    private float[] narrowW = {};

    @Setup
    public void fill() {
        a = doubles(ROWS * n, 1);
        b = doubles(ROWS * n, 2);
        c = new double[ROWS * ROWS];
        w = doubles(ROWS * ROWS, 3);
        narrowA = floats(ROWS * n, 1);
        narrowB = floats(ROWS * n, 2);
        narrowC = new float[ROWS * ROWS];
        narrowW = floats(ROWS * ROWS, 3);
    }

    @Benchmark
    public double[] innerKernel() {
        ProductKernel.inner(c, ROWS, a, 0, n, ROWS, b, 0, n, ROWS, n);
        return c;
    }

    @Benchmark
    public double[] innerScalar() {
        ProductKernel.innerScalar(c, ROWS, a, 0, n, ROWS, b, 0, n, ROWS, n);
        return c;
    }

    @Benchmark
    public float[] innerPlain() {
        for (int i = 0; i < ROWS; i++) {
            for (int k = 0; k < ROWS; k++) {
                float sum = 0;
                for (int t = 0; t < n; t++) {
                    sum += narrowA[i * n + t] * narrowB[k * n + t];
                }
                narrowC[i * ROWS + k] += sum;
            }
        }
        return narrowC;
    }

    @Benchmark
    public double[] combineKernel() {
        ProductKernel.combine(b, 0, n, ROWS, w, ROWS, a, 0, n, ROWS, n);
        return b;
    }

    @Benchmark
    public double[] combineScalar() {
        ProductKernel.combineScalar(b, 0, n, ROWS, w, ROWS, a, 0, n, ROWS, n);
        return b;
    }

    @Benchmark
    public float[] combinePlain() {
        for (int k = 0; k < ROWS; k++) {
            for (int i = 0; i < ROWS; i++) {
                float weight = narrowW[i * ROWS + k];
                for (int t = 0; t < n; t++) {
                    narrowB[k * n + t] += weight * narrowA[i * n + t];
                }
            }
        }
        return narrowB;
    }
}
