package lorica.kernel;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The yardsticks of what is bound by memory: a copy of `double[]`, and reading as many `long`.
public class MemoryBenchmark extends KernelBenchmark {
    @Param({SHORT, LONG})
    public int n;

    private double[] from = {};
    private double[] to = {};
    private long[] whole = {};

    @Setup
    public void fill() {
        from = doubles(n, 1);
        to = new double[n];
        whole = new SplittableRandom(1).longs(n).toArray();
    }

    @Benchmark
    public double[] copy() {
        System.arraycopy(from, 0, to, 0, n);
        return to;
    }

    @Benchmark
    public long read() {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += whole[i];
        }
        return sum;
    }
}
