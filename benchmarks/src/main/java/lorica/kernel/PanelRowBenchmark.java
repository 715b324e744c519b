package lorica.kernel;

import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [PanelKernel], row by row.
public class PanelRowBenchmark extends KernelBenchmark {
    @Param({SHORT, LONG})
    public int n;

    private float[] row = {};
    private double[] x = {};
    private double[] y = {};
    private float[] narrowX = {};
    private float[] narrowY = {};
    private MemorySegment bytes = MemorySegment.NULL;

    @Setup
    public void fill() {
        row = floats(n, 3);
        x = new double[n];
        y = new double[n];
        narrowX = new float[n];
        narrowY = new float[n];
        bytes = MemorySegment.ofArray(row);
    }

    @Benchmark
    public double[] packKernel() {
        PanelKernel.pack(row, n, x, 0, PanelKernel.WIDTH);
        return x;
    }

    @Benchmark
    public double[] packScalar() {
        PanelKernel.packScalar(row, n, x, 0, PanelKernel.WIDTH);
        return x;
    }

    @Benchmark
    public float[] packPlain() {
        System.arraycopy(row, 0, narrowX, 0, n);
        return narrowX;
    }

    @Benchmark
    public double[] addScaledKernel() {
        PanelKernel.addScaled(1e-9, bytes, 0, y, 0, n);
        return y;
    }

    @Benchmark
    public double[] addScaledScalar() {
        PanelKernel.addScaledScalar(1e-9, bytes, 0, y, 0, n);
        return y;
    }

    @Benchmark
    public float[] addScaledPlain() {
        for (int t = 0; t < n; t++) {
            narrowY[t] += 1e-9f * row[t];
        }
        return narrowY;
    }
}
