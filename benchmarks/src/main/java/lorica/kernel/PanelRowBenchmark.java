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
    private final double[] weights = new double[PanelKernel.ROWS];
    private final float[][] narrowRows = new float[PanelKernel.ROWS][];
    private final MemorySegment[] rows = new MemorySegment[PanelKernel.ROWS];

    @Setup
    public void fill() {
        row = floats(n, 3);
        x = new double[n];
        y = new double[n];
        narrowX = new float[n];
        narrowY = new float[n];
        for (int i = 0; i < PanelKernel.ROWS; i++) {
            weights[i] = 1e-9;
            narrowRows[i] = floats(n, 4 + i);
            rows[i] = MemorySegment.ofArray(narrowRows[i]);
        }
    }

    @Benchmark
    public double[] packKernel() {
        PanelKernel.pack(row, n, x, 0, PanelKernel.WIDTH);
        return x;
    }

    @Benchmark
    public float[] packPlain() {
        System.arraycopy(row, 0, narrowX, 0, n);
        return narrowX;
    }

    @Benchmark
    public double[] addScaledKernel() {
        PanelKernel.addScaled(weights, rows, y, 0, n);
        return y;
    }

    @Benchmark
    public double[] addScaledScalar() {
        PanelKernel.addScaledScalar(weights, rows, y, 0, n);
        return y;
    }

    @Benchmark
    public float[] addScaledPlain() {
        for (float[] x : narrowRows) {
            for (int t = 0; t < n; t++) {
                narrowY[t] += 1e-9f * x[t];
            }
        }
        return narrowY;
    }
}
