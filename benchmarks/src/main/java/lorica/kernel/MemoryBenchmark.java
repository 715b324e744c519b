package lorica.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The yardstick of what is bound by memory: a copy of `double[]`.
public class MemoryBenchmark extends KernelBenchmark {
    @Param({SHORT, LONG})
    public int n;

    private double[] from = {};
    private double[] to = {};

    @Setup
    public void fill() {
        from = doubles(n, 1);
        to = new double[n];
    }

    @Benchmark
    public double[] copy() {
        System.arraycopy(from, 0, to, 0, n);
        return to;
    }
}
