package lorica.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FourierKernelTest {
    @Test
    void theTransformEqualsItsSum() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int n = 2; n <= 256; n *= 2) {
            double[] real = random.doubles(n, -1, 1).toArray();
            double[] imaginary = random.doubles(n, -1, 1).toArray();
            double[] expectedReal = new double[n];
            double[] expectedImaginary = new double[n];
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    double angle = -2 * Math.PI * ((long) j * k % n) / n;
                    double c = Math.cos(angle);
                    double s = Math.sin(angle);
                    expectedReal[k] += c * real[j] - s * imaginary[j];
                    expectedImaginary[k] += c * imaginary[j] + s * real[j];
                }
            }
            double[] cosines = new double[n / 2];
            double[] sines = new double[n / 2];
            FourierKernel.roots(cosines, sines);
            FourierKernel.transform(real, imaginary, cosines, sines);
            assertThat(real).containsExactly(expectedReal, within(1e-12));
            assertThat(imaginary).containsExactly(expectedImaginary, within(1e-12));
        }
    }
}
