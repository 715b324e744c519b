package lorica.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Qr;
import org.junit.jupiter.api.Test;

/// Intruders that were put there by hand.
class IntruderDimensionsTest {
    private static final int OUT = 20;
    private static final int IN = 6;
    private static final int INTRUDERS = 3;
    private static final double[] SIGMA = {9, 7, 5, 3, 2, 1};
    private static final double[] STRENGTH = {12, 4, 20};

    /// The largest cosines of W₀ = UΣVᵀ and ΔW = Σ cⱼ·pⱼ·vⱼᵀ, unit pⱼ ⊥ U, for the first vⱼ.
    private static double[] cosines() {
        SplittableRandom random = new SplittableRandom(4);
        try (NativeScope _ = NativeScope.withoutGradients()) {
            NativeTensor columns = Qr.of(NativeTensor.normal(random, 1, OUT, IN + INTRUDERS)).q();
            NativeTensor right = Qr.of(NativeTensor.normal(random, 1, IN, IN)).q();
            float[] before = new float[OUT * IN];
            float[] tuned = new float[OUT * IN];
            float[] u = columns.toFloats();
            float[] v = right.toFloats();
            for (int k = 0; k < IN; k++) {
                for (int i = 0; i < OUT; i++) {
                    for (int j = 0; j < IN; j++) {
                        double own = SIGMA[k] * u[i * (IN + INTRUDERS) + k] * v[j * IN + k];
                        before[i * IN + j] += (float) own;
                        tuned[i * IN + j] += (float) own;
                        if (k < INTRUDERS) {
                            tuned[i * IN + j] +=
                                    (float)
                                            (STRENGTH[k]
                                                    * u[i * (IN + INTRUDERS) + IN + k]
                                                    * v[j * IN + k]);
                        }
                    }
                }
            }
            return IntruderDimensions.largestCosines(
                    NativeTensor.of(before, OUT, IN), NativeTensor.of(tuned, OUT, IN));
        }
    }

    @Test
    void theCountIsThatOfTheDirectionsPutInForEveryThresholdAboveTheirCosines() {
        double largest = 0;
        double smallest = 1;
        for (int j = 0; j < INTRUDERS; j++) {
            double cosine = SIGMA[j] / Math.hypot(SIGMA[j], STRENGTH[j]);
            largest = Math.max(largest, cosine);
            smallest = Math.min(smallest, cosine);
        }
        double[] thresholds = new double[50];
        for (int i = 0; i < 50; i++) {
            thresholds[i] = largest + 1e-4 + (0.9999 - largest - 1e-4) * i / 49;
        }
        assertThat(IntruderDimensions.counts(cosines(), thresholds)).containsOnly(INTRUDERS);
        assertThat(IntruderDimensions.counts(cosines(), new double[] {smallest - 1e-4}))
                .containsOnly(0);
    }

    @Test
    void anUnchangedMatrixHasNone() {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            NativeTensor matrix = NativeTensor.normal(new SplittableRandom(5), 1, 9, 7);
            double[] cosines = IntruderDimensions.largestCosines(matrix, matrix);
            assertThat(IntruderDimensions.counts(cosines, new double[] {0.5, 0.9999}))
                    .containsOnly(0);
        }
    }

    @Test
    void dataAndPictureNameEveryModuleAndTheMean() {
        SequencedMap<String, double[]> modules = new LinkedHashMap<>();
        modules.put("layers.0.q<proj", new double[] {0.2, 0.9, 1});
        modules.put("layers.1.q_proj", new double[] {0.6, 0.7, 1});
        IntruderDimensions intruders = new IntruderDimensions(new double[] {0.5, 0.8}, modules);
        assertThat(intruders.meanCounts()).containsExactly(0.5, 1.5);
        assertThat(intruders.csv())
                .isEqualTo(
                        """
                        module,0.5000,0.8000
                        layers.0.q<proj,1,1
                        layers.1.q_proj,0,2
                        mean,0.5000,1.5000
                        """);
        assertThat(intruders.svg("a & b"))
                .startsWith("<svg")
                .contains("a &amp; b", "layers.0.q&lt;proj")
                .endsWith("</svg>\n");
    }

    @Test
    void thresholdsOutsideZeroToOneAreRefused() {
        assertThatThrownBy(() -> new IntruderDimensions(new double[] {0}, new LinkedHashMap<>()))
                .hasMessageContaining("more than 0");
        assertThat(IntruderDimensions.thresholds(4)).containsExactly(0.25, 0.5, 0.75, 1);
    }
}
