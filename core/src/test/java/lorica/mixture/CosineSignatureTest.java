package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CosineSignatureTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void vectorsAtACosineOfAHalfAreNeverTakenForUnrelated() {
        for (int i = 0; i < 2_000; i++) {
            double[] x = gaussian(1024);
            double[] y = at(0.5, x, gaussian(1024));
            assertThat(CosineSignature.of(x).mayBeParallel(CosineSignature.of(y))).isTrue();
        }
    }

    @Test
    void fewLargeElementsAmongNoiseAreEnough() {
        for (int i = 0; i < 500; i++) {
            double[] x = gaussian(1000);
            double[] y = gaussian(1000);
            for (int k = 0; k < 3; k++) {
                x[97 * k] = 40;
                y[97 * k] = 40;
            }
            assertThat(CosineSignature.of(x).mayBeParallel(CosineSignature.of(y))).isTrue();
        }
    }

    @Test
    void unrelatedVectorsAreToldApart() {
        int mistaken = 0;
        CosineSignature first = CosineSignature.of(gaussian(1024));
        for (int i = 0; i < 2_000; i++) {
            mistaken += first.mayBeParallel(CosineSignature.of(gaussian(1024))) ? 1 : 0;
        }
        assertThat(mistaken).isLessThan(5);
    }

    @Test
    void upTo448DifferentBitsOf1024MayBeParallel() {
        long[] words = new long[16];
        Arrays.fill(words, 0, 7, -1L); // 7 · 64
        CosineSignature none = new CosineSignature(new long[16]);
        assertThat(none.mayBeParallel(new CosineSignature(words.clone()))).isTrue();
        words[15] = 1;
        assertThat(none.mayBeParallel(new CosineSignature(words))).isFalse();
    }

    private double[] gaussian(int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static double[] at(double cosine, double[] x, double[] other) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = cosine * x[i] + Math.sqrt(1 - cosine * cosine) * other[i];
        }
        return y;
    }
}
