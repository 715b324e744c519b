package lorica.kernel;

import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;

/// [PanelKernel], all targets of a block at once.
public class PanelKernelBenchmark extends KernelBenchmark {
    /// Adapters of the paper's bank.
    private static final int SOURCES = 502;

    private final int[] rows = IntStream.range(0, SOURCES).toArray();
    private final double[] w = doubles(SOURCES * PanelKernel.HEIGHT, 1);
    private final double[] panel = doubles(SOURCES * PanelKernel.WIDTH, 2);
    private final float[][] mixed = new float[PanelKernel.HEIGHT][PanelKernel.WIDTH];
    private final float[] narrowW = floats(SOURCES * PanelKernel.HEIGHT, 1);
    private final float[] narrowPanel = floats(SOURCES * PanelKernel.WIDTH, 2);

    @Benchmark
    public float[][] combineKernel() {
        PanelKernel.combine(w, panel, 0, rows, SOURCES, mixed, 0);
        return mixed;
    }

    @Benchmark
    public float[][] combineScalar() {
        PanelKernel.combineScalar(w, panel, 0, rows, SOURCES, mixed, 0);
        return mixed;
    }

    @Benchmark
    public float[][] combinePlain() {
        for (int k = 0; k < PanelKernel.HEIGHT; k++) {
            float[] out = mixed[k];
            for (int i = 0; i < SOURCES; i++) {
                float weight = narrowW[i * PanelKernel.HEIGHT + k];
                for (int t = 0; t < PanelKernel.WIDTH; t++) {
                    out[t] += weight * narrowPanel[i * PanelKernel.WIDTH + t];
                }
            }
        }
        return mixed;
    }
}
