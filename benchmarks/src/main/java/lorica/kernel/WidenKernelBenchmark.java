package lorica.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [WidenKernel].
public class WidenKernelBenchmark extends KernelBenchmark {
    @Param({SHORT, LONG})
    public int n;

    private float[] x = {};
    private double[] out = {};
    private float[] narrow = {};

    @Setup
    public void fill() {
        x = floats(n, 1);
        out = new double[n];
        narrow = new float[n];
    }

    @Benchmark
    public double[] scaledKernel() {
        WidenKernel.scaled(1.5, x, 0, out, 0, n);
        return out;
    }

    @Benchmark
    public float[] scaledPlain() {
        for (int i = 0; i < n; i++) {
            narrow[i] = 1.5f * x[i];
        }
        return narrow;
    }
}
