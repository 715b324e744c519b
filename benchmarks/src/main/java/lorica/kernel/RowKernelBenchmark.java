package lorica.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [RowKernel].
public class RowKernelBenchmark extends KernelBenchmark {
    @Param({SHORT, LONG})
    public int n;

    private double[] x = {};
    private double[] y = {};
    private float[] narrowX = {};
    private float[] narrowY = {};

    @Setup
    public void fill() {
        x = doubles(n, 1);
        y = doubles(n, 2);
        narrowX = floats(n, 1);
        narrowY = floats(n, 2);
    }

    @Benchmark
    public double dotKernel() {
        return RowKernel.dot(x, 0, y, 0, n);
    }

    @Benchmark
    public double dotScalar() {
        return RowKernel.dotScalar(x, 0, y, 0, n);
    }

    @Benchmark
    public float dotPlain() {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += narrowX[i] * narrowY[i];
        }
        return sum;
    }

    @Benchmark
    public double[] addScaledKernel() {
        RowKernel.addScaled(y, 0, 1e-9, x, 0, n);
        return y;
    }

    @Benchmark
    public float[] addScaledPlain() {
        for (int i = 0; i < n; i++) {
            narrowY[i] += 1e-9f * narrowX[i];
        }
        return narrowY;
    }

    @Benchmark
    public int firstNonFiniteKernel() {
        return RowKernel.firstNonFinite(narrowX, 0, n);
    }

    @Benchmark
    public int firstNonFiniteScalar() {
        return RowKernel.firstNonFiniteScalar(narrowX, 0, n);
    }

    /// Finite numbers times 0 have the sum 0.
    @Benchmark
    public float firstNonFinitePlain() {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += narrowX[i] * 0;
        }
        return sum;
    }
}
