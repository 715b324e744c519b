package lorica.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What all benches of kernels share. Each has up to three methods a kernel: the kernel, its scalar
/// twin where it has one, and the loop over `float[]` that one would write without either, which
/// the compiler vectorises where it can. One thread.
///
/// They stand in the kernels' package because the twins are not public.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx2g"})
public abstract class KernelBenchmark {
    /// Elements of a row that stays in the first cache.
    static final String SHORT = "1024";

    /// Elements of a row that stays in none.
    static final String LONG = "4194304";

    /// Numbers of both signs around 1, none of them 0.
    static double[] doubles(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    static float[] floats(int n, long seed) {
        return narrowed(doubles(n, seed));
    }

    static float[] narrowed(double[] wide) {
        float[] values = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }
}
