package lorica.kernel;

import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [PanelKernel], row by row. Rows are added as mixtures do it: in tiles, of which the sum stays in
/// the first cache while the rows come from where they are.
public class PanelRowBenchmark extends KernelBenchmark {
    private static final int TILE = 4096;

    @Param({SHORT, LONG})
    public int n;

    private int tile;
    private float[] row = {};
    private double[] x = {};
    private double[] y = {};
    private float[] narrowX = {};
    private float[] narrowY = {};
    private final double[] weights = new double[PanelKernel.ROWS];
    private final float[][] narrowRows = new float[PanelKernel.ROWS][];
    private final MemorySegment[] slices = new MemorySegment[PanelKernel.ROWS];
    private final MemorySegment[] rows = new MemorySegment[PanelKernel.ROWS];

    @Setup
    public void fill() {
        tile = Math.min(TILE, n);
        row = floats(n, 3);
        x = new double[n];
        y = new double[tile];
        narrowX = new float[n];
        narrowY = new float[tile];
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

    private MemorySegment[] slices(int at) {
        for (int i = 0; i < PanelKernel.ROWS; i++) {
            slices[i] = rows[i].asSlice(4L * at, 4L * tile);
        }
        return slices;
    }

    @Benchmark
    public double[] addScaledKernel() {
        for (int at = 0; at < n; at += TILE) {
            PanelKernel.addScaled(weights, slices(at), y, 0, tile);
        }
        return y;
    }

    @Benchmark
    public double[] addScaledScalar() {
        for (int at = 0; at < n; at += TILE) {
            PanelKernel.addScaledScalar(weights, slices(at), y, 0, tile);
        }
        return y;
    }

    @Benchmark
    public float[] addScaledPlain() {
        for (int at = 0; at < n; at += TILE) {
            for (float[] x : narrowRows) {
                for (int t = 0; t < tile; t++) {
                    narrowY[t] += 1e-9f * x[at + t];
                }
            }
        }
        return narrowY;
    }
}
