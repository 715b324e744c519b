package lorica.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [LogarithmKernel].
public class LogarithmKernelBenchmark extends KernelBenchmark {
    @Param({SHORT, LONG})
    public int n;

    private double[] x = {};
    private double[] out = {};
    private float[] narrowX = {};
    private float[] narrowOut = {};

    @Setup
    public void fill() {
        x = doubles(n, 1);
        for (int i = 0; i < n; i++) {
            x[i] = Math.abs(x[i]);
        }
        narrowX = narrowed(x);
        out = new double[n];
        narrowOut = new float[n];
    }

    @Benchmark
    public double[] lnOrZeroKernel() {
        LogarithmKernel.lnOrZero(x, 0, out, 0, n);
        return out;
    }

    @Benchmark
    public double[] lnOrZeroScalar() {
        LogarithmKernel.lnOrZeroScalar(x, 0, out, 0, n);
        return out;
    }

    @Benchmark
    public float[] lnOrZeroPlain() {
        for (int i = 0; i < n; i++) {
            narrowOut[i] = narrowX[i] > 0 ? (float) Math.log(narrowX[i]) : 0;
        }
        return narrowOut;
    }
}
